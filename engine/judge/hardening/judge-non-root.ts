import { textAt } from '../../formats/json/members.ts';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import { containersOf, findWorkloads } from '../../formats/kubernetes/workload.ts';
import { canonicalize } from '../../formats/reference/reference.ts';
import type { NonRootRow, NonRootValues, NonRootVerdict } from '../../model/non-root.ts';
import type { ReleaseImage } from '../../model/release.ts';
import type { Resource } from '../../model/resource.ts';
import { actRule } from './non-root/act-rule.ts';
import { isForWindows } from './non-root/find-user.ts';
import { type ContainerOfPod, judgeUser } from './non-root/judge-user.ts';
import { mountRule } from './non-root/mount-rule.ts';
import { placeRule } from './non-root/place-rule.ts';
import { portRule } from './non-root/port-rule.ts';
import { programRule } from './non-root/program-rule.ts';
import { rightsRule } from './non-root/rights-rule.ts';
import type { Found, NonRootRule } from './non-root/subject.ts';

const rules: readonly NonRootRule[] = [programRule, actRule, portRule, placeRule, mountRule, rightsRule];

/**
 * Whether each container can do without root, from its manifest and its image.
 *
 * in      resources; how an image is found by canonical reference, undefined where it was not read
 * out     `enforced`: the manifest forbids root; `ready`: only the setting is missing; `ready-with`: values have to be set; `blocked`: something
 *         that it does fails without root, whatever is set; `unknown`: what decides was not read. Containers for Windows are not among them
 */
export function judgeNonRoot(
  resources: readonly Resource[],
  findImage: (reference: string) => ReleaseImage | undefined,
): readonly NonRootRow[] {
  return findWorkloads(toCluster(resources)).flatMap(({ resource, pod }) =>
    containersOf(pod).flatMap((container) => {
      const stated = textAt(container, 'image') ?? '';
      const reference = canonicalize(stated) ?? stated;
      const image = findImage(reference);
      if (isForWindows(pod, image)) return [];
      const { identity, component, source } = { ...resource, identity: resource.identity };
      const verdict = judge({ resource, pod, container, image });
      return {
        resource: identity,
        container: textAt(container, 'name') ?? '',
        image: reference,
        ...verdict,
        source,
        ...(component !== undefined && { component }),
      };
    }),
  );
}

function judge(subject: ContainerOfPod): Pick<NonRootRow, 'verdict' | 'set' | 'because' | 'values' | 'evidence'> {
  const { identity, changes, isEnforced, found: ofUser } = judgeUser(subject);
  const isSettled = ofUser.some(({ effect }) => effect === 'blocks' || effect === 'unknown');
  const found = [...ofUser, ...(isSettled ? [] : rules.flatMap((rule) => rule({ ...subject, identity, changes })))];
  const verdict = toVerdict(found, isEnforced);
  const values = mergeValues(found);
  const evidence = found.map(({ values: _values, ...one }) => one);
  return {
    verdict,
    set: verdict.startsWith('ready') ? toSettings(values) : {},
    because: evidence.map(({ detail }) => detail),
    ...(Object.keys(values).length > 0 && { values }),
    evidence,
  };
}

function toVerdict(found: readonly Found[], isEnforced: boolean): NonRootVerdict {
  const has = (effect: Found['effect']) => found.some((one) => one.effect === effect);
  if (has('blocks')) return 'blocked';
  if (has('unknown')) return 'unknown';
  if (has('needs')) return 'ready-with';
  return isEnforced ? 'enforced' : 'ready';
}

/** What several ask for together. */
function mergeValues(found: readonly Found[]): NonRootValues {
  const all = found.flatMap(({ values }) => values ?? []);
  const capabilities = [...new Set(all.flatMap((one) => one.capabilities ?? []))].sort();
  const groups = [...new Set(all.flatMap((one) => one.supplementalGroups ?? []))].sort((a, b) => a - b);
  const sysctls = Object.assign({}, ...all.map((one) => one.sysctls)) as Readonly<Record<string, string>>;
  return {
    ...(Object.assign({}, ...all) as NonRootValues),
    ...(capabilities.length > 0 && { capabilities }),
    ...(groups.length > 0 && { supplementalGroups: groups }),
    ...(Object.keys(sysctls).length > 0 && { sysctls }),
  };
}

/** Those of the container's security context that are no lists. */
function toSettings(values: NonRootValues): NonRootRow['set'] {
  const { runAsNonRoot, runAsUser, runAsGroup, allowPrivilegeEscalation } = values;
  return {
    ...(runAsNonRoot !== undefined && { runAsNonRoot }),
    ...(runAsUser !== undefined && { runAsUser }),
    ...(runAsGroup !== undefined && { runAsGroup }),
    ...(allowPrivilegeEscalation !== undefined && { allowPrivilegeEscalation }),
  };
}
