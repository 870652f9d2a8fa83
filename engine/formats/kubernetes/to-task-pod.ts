import { isObject, memberAt, membersOf } from '../json/members.ts';
import { itemsAt, type PlacedItems, type PlacedMembers, type ShapedPod, toLists } from './shaped-pod.ts';

/**
 * The pod that Tekton makes of the steps of a task: as a run says, where the task stands in one.
 *
 * in      the task's specification; the run's around it, or what of it holds the settings of pods
 * source  https://tekton.dev/docs/pipelines/tasks/, "stepTemplate" and "sidecars"; …/podtemplates/; …/pipelineruns/, "taskRunTemplate"
 */
export function toTaskPod(task: PlacedMembers, around: PlacedMembers | undefined): ShapedPod {
  const run = around && toRun(around);
  const settings = { value: membersOf(run?.value.podTemplate), path: `${run?.path}.podTemplate` };
  const { volumes: _, ...plain } = settings.value;
  const { lists, places } = toLists({
    containers: [...withTemplate(itemsAt(task, 'steps'), task.value.stepTemplate), ...itemsAt(task, 'sidecars')],
    volumes: [...itemsAt(settings, 'volumes'), ...itemsAt(task, 'volumes')],
  });
  const account = memberAt(run?.value, 'serviceAccountName') ?? null;
  return {
    pod: { ...plain, ...lists, ...(account !== null && { serviceAccountName: account }) },
    ...{ template: {}, path: task.path, holder: task.value },
    elsewhere: new Map([
      ...places,
      ...Object.keys(plain).map((name) => [name, `${settings.path}.${name}`] as const),
      ...(account === null ? [] : [['serviceAccountName', `${run?.path}.serviceAccountName`] as const]),
    ]),
  };
}

/** Newer pipeline runs have them one step deeper. */
function toRun({ value, path }: PlacedMembers): PlacedMembers {
  const deeper = value.taskRunTemplate;
  return isObject(deeper) ? { value: deeper, path: `${path}.taskRunTemplate` } : { value, path };
}

/** What a step does not say, its template does; security contexts are replaced field by field. */
function withTemplate(steps: PlacedItems, template: unknown): PlacedItems {
  if (!isObject(template)) return steps;
  return steps.map(([step, path]) => {
    if (!isObject(step)) return [step, path] as const;
    const securityContext = { ...membersOf(template.securityContext), ...membersOf(step.securityContext) };
    return [{ ...template, ...step, ...(Object.keys(securityContext).length > 0 && { securityContext }) }, path] as const;
  });
}
