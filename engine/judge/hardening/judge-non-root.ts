import type { Members } from '../../formats/json/members.ts';
import { memberAt, numberAt, textAt } from '../../formats/json/members.ts';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import { containersOf, findWorkloads, type Workload } from '../../formats/kubernetes/workload.ts';
import { canonicalize } from '../../formats/reference/reference.ts';
import type { NonRootRow } from '../../model/hardening.ts';
import type { ReleaseImage } from '../../model/release.ts';
import type { Resource } from '../../model/resource.ts';

/**
 * Whether each container can do without root, from its manifest and its image.
 *
 * in      resources; how an image is found by canonical reference, undefined where it was not read
 * out     `enforced`: the manifest forbids root; `ready`: only the setting is missing; `ready-with`: numbers have to be set; `blocked`: the
 *         image runs as root, and something says that it needs to; `unknown`: what decides was not read
 */
export function judgeNonRoot(
  resources: readonly Resource[],
  findImage: (reference: string) => ReleaseImage | undefined,
): readonly NonRootRow[] {
  return findWorkloads(toCluster(resources)).flatMap((workload) =>
    containersOf(workload.pod).map((container) => {
      const stated = textAt(container, 'image') ?? '';
      const image = canonicalize(stated) ?? stated;
      const verdict = judge(workload, container, findImage(image));
      return { resource: workload.resource.identity, container: textAt(container, 'name') ?? '', image, ...verdict };
    }),
  );
}

type Verdict = Pick<NonRootRow, 'verdict' | 'set' | 'because'>;

function judge({ pod }: Workload, container: Members, image: ReleaseImage | undefined): Verdict {
  const of = (name: string) => memberAt(container, 'securityContext', name) ?? memberAt(pod, 'securityContext', name);
  const user = numberAt(container, 'securityContext', 'runAsUser') ?? numberAt(pod, 'securityContext', 'runAsUser');
  if (user !== undefined && user > 0) return { verdict: 'enforced', set: {}, because: [`Its manifest says runAsUser ${user}.`] };
  if (of('runAsNonRoot') === true && user === undefined) return enforcedByKubelet(image);
  if (user === 0) return { verdict: 'blocked', set: {}, because: ['Its manifest says runAsUser 0.'] };
  if (!image?.configuration)
    return { verdict: 'unknown', set: {}, because: ['Its manifest names no user, and its image was not read.'] };
  return ofImage(image);
}

/** The kubelet refuses what it cannot prove: root, and users without a number. */
function enforcedByKubelet(image: ReleaseImage | undefined): Verdict {
  const user = userOf(image);
  const because = ['Its manifest says runAsNonRoot.'];
  if (user?.uid === 0)
    return { verdict: 'blocked', set: {}, because: [...because, 'Its image runs as root, so it does not start.'] };
  if (user && !user.isNumber)
    return {
      verdict: 'ready-with',
      set: uidSetting(user),
      because: [...because, `Its image says USER ${user.name}, a name that the kubelet cannot check.`],
    };
  return { verdict: 'enforced', set: {}, because };
}

function ofImage(image: ReleaseImage): Verdict {
  const user = userOf(image);
  if (!user)
    return {
      verdict: 'unknown',
      set: {},
      because: [`Its image says USER ${image.configuration?.user ?? ''}, and nothing tells its number.`],
    };
  if (user.uid === 0) return { verdict: 'blocked', set: {}, because: rootReasons(image) };
  if (user.isNumber) return { verdict: 'ready', set: { runAsNonRoot: true }, because: [`Its image runs as user ${user.uid}.`] };
  return {
    verdict: 'ready-with',
    set: { runAsNonRoot: true, ...uidSetting(user) },
    because: [`Its image runs as ${user.name}, which is user ${user.uid}; the kubelet needs the number.`],
  };
}

function rootReasons({ facts, configuration }: ReleaseImage): readonly string[] {
  const low = (configuration?.exposedPorts ?? [])
    .map((port) => Number.parseInt(port, 10))
    .filter((port) => port > 0 && port < 1024);
  const owned = [facts?.workingDirectory, ...(facts?.volumes ?? [])].flatMap((fact) =>
    fact?.state === 'found' && fact.uid === 0 ? [fact.path] : [],
  );
  return [
    'Its image runs as root.',
    ...(low.length > 0 ? [`It exposes ports below 1024: ${low.join(', ')}.`] : []),
    ...(owned.length > 0 ? [`Root owns where it may write: ${[...new Set(owned)].join(', ')}.`] : []),
  ];
}

interface ImageUser {
  readonly name: string;
  readonly uid: number;
  readonly isNumber: boolean;
}

function userOf(image: ReleaseImage | undefined): ImageUser | undefined {
  if (!image?.configuration) return undefined;
  const name = image.configuration.user.split(':')[0]?.trim() ?? '';
  if (name === '' || name === 'root') return { name: 'root', uid: 0, isNumber: name === '' };
  if (/^\d+$/.test(name)) return { name, uid: Number(name), isNumber: true };
  const account = image.facts?.users?.find((one) => one.name === name);
  return account && { name, uid: account.uid, isNumber: false };
}

function uidSetting({ uid }: ImageUser): { readonly runAsUser: number } {
  return { runAsUser: uid };
}
