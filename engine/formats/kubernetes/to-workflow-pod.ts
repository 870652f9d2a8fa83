import { isObject, type Members, memberAt, membersOf, textAt } from '../json/members.ts';
import { itemsAt, type PlacedItems, type PlacedMembers, type ShapedPod, toLists } from './shaped-pod.ts';

const ownKinds = ['container', 'script', 'containerSet'];
/** Those of the template go before those of the workflow. */
const shared = ['securityContext', 'serviceAccountName', 'automountServiceAccountToken', 'hostAliases'];
/** Those that only a workflow has. */
const ofWorkflow = ['hostNetwork', 'dnsPolicy'];

/**
 * The pod that Argo makes of a template of a workflow, without the containers that its controller adds.
 *
 * in      the template; the object around it whose `templates` it is one of, or stands in
 * source  https://argo-workflows.readthedocs.io/en/latest/fields/, "Template" and "WorkflowSpec"
 */
export function toWorkflowPod(template: PlacedMembers, workflow: PlacedMembers): ShapedPod {
  const whole = { value: withDefaults(template.value, membersOf(workflow.value.templateDefaults)), path: template.path };
  const { lists, places } = toLists({
    initContainers: itemsAt(whole, 'initContainers'),
    containers: [...mainContainers(whole), ...itemsAt(whole, 'sidecars')],
    volumes: [...itemsAt(workflow, 'volumes'), ...itemsAt(whole, 'volumes')],
  });
  const byWorkflow = [...shared.filter((name) => !isStated(whole.value, name)), ...ofWorkflow].filter((name) =>
    isStated(workflow.value, name),
  );
  const own = shared.filter((name) => isStated(whole.value, name));
  const patches = [workflow, whole].flatMap(({ value, path }) => (textAt(value, 'podSpecPatch') ? [`${path}.podSpecPatch`] : []));
  return {
    pod: {
      ...lists,
      ...Object.fromEntries(own.map((name) => [name, whole.value[name]])),
      ...Object.fromEntries(byWorkflow.map((name) => [name, workflow.value[name]])),
    },
    template: { metadata: merge(membersOf(workflow.value.podMetadata), membersOf(whole.value.metadata)) },
    ...{ path: template.path, holder: template.value },
    elsewhere: new Map([...places, ...byWorkflow.map((name) => [name, `${workflow.path}.${name}`] as const)]),
    ...(patches.length > 0 && { patches }),
  };
}

function mainContainers({ value, path }: PlacedMembers): PlacedItems {
  const set = value.containerSet;
  if (isObject(set)) return itemsAt({ value: set, path: `${path}.containerSet` }, 'containers');
  const name = isStated(value, 'container') ? 'container' : 'script';
  return [[isObject(value[name]) ? { name: 'main', ...value[name] } : value[name], `${path}.${name}`]];
}

function isStated(value: Members, name: string): boolean {
  return (memberAt(value, name) ?? null) !== null;
}

/** A default never makes a template one of another kind. */
function withDefaults(template: Members, defaults: Members): Members {
  const others = Object.entries(defaults).filter(([name]) => !ownKinds.includes(name) || isStated(template, name));
  return merge(Object.fromEntries(others), template);
}

/** The second over the first; lists as a whole. */
function merge(one: Members, other: Members): Members {
  const both = Object.entries(other).map(([name, value]) => {
    const before = memberAt(one, name);
    return [name, isObject(before) && isObject(value) ? merge(before, value) : value] as const;
  });
  return { ...one, ...Object.fromEntries(both) };
}
