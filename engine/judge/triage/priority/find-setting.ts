import {
  type AccountReach,
  accountReaches,
  type Exposure,
  type ExposureWay,
  type Privilege,
  type PrivilegeLevel,
  type WorkloadExposure,
} from '../../../model/exposure.ts';

/** Where an image runs, as far as its priority depends on it. */
export interface Setting {
  readonly exposure: Exposure;
  readonly privilege: PrivilegeLevel;
  /** Of the account whose token it holds. */
  readonly rights: AccountReach;
  readonly isRoot: boolean;
  /** Sentences: first on exposure, then on privilege: of the pod, of its account, of its user. */
  readonly because: readonly string[];
}

/** Most first. */
const exposures: readonly Exposure[] = ['exposed', 'unknown', 'not-exposed'];
const levels: readonly PrivilegeLevel[] = ['host', 'root', 'unknown', 'limited'];

/**
 * Where each image runs: of all containers that run it, the most exposed, and of those the one with most privileges.
 *
 * in      undefined where the record holds no resources; how a way is told
 * out     for every image; `unknown` where no workload runs it
 */
export function settingsOf(
  workloads: readonly WorkloadExposure[] | undefined,
  describeWay: (way: ExposureWay) => string,
): (image: string) => Setting {
  const rows = (workloads ?? []).flatMap((workload) => workload.containers.map((container) => ({ workload, container })));
  const byImage = Map.groupBy(rows, ({ container }) => container.image ?? '');
  const unknown = workloads ? unused : unrecorded;
  const known = new Map<string, Setting>();
  return (image) => {
    const setting = known.get(image) ?? toSetting(byImage.get(image)?.toSorted(mostFirst)[0], describeWay) ?? unknown;
    known.set(image, setting);
    return setting;
  };
}

type Row = { readonly workload: WorkloadExposure; readonly container: WorkloadExposure['containers'][number] };

const unused: Setting = {
  exposure: 'unknown',
  ...{ privilege: 'unknown', rights: 'none', isRoot: false },
  because: ['No workload of the manifests runs the image, so that nobody can say whether it is open to the outside.'],
};
const unrecorded: Setting = {
  exposure: 'unknown',
  ...{ privilege: 'unknown', rights: 'none', isRoot: false },
  because: ['The record holds no manifests, so that nobody can say whether it is open to the outside.'],
};

function mostFirst(a: Row, b: Row): number {
  return (
    exposures.indexOf(a.workload.exposure) - exposures.indexOf(b.workload.exposure) ||
    comparePrivileges(toRights(a.container.privilege), toRights(b.container.privilege))
  );
}

/** Most first: by level, then root, then how far the rights of the account reach. */
export function comparePrivileges(a: Omit<Setting, 'because' | 'exposure'>, b: Omit<Setting, 'because' | 'exposure'>): number {
  return (
    levels.indexOf(a.privilege) - levels.indexOf(b.privilege) ||
    Number(b.isRoot) - Number(a.isRoot) ||
    accountReaches.indexOf(a.rights) - accountReaches.indexOf(b.rights)
  );
}

function toRights({ level, rights = 'none', isRoot = false }: Privilege) {
  return { privilege: level, rights, isRoot };
}

function toSetting(row: Row | undefined, describeWay: (way: ExposureWay) => string): Setting | undefined {
  if (!row) return undefined;
  const { workload, container } = row;
  return {
    exposure: workload.exposure,
    ...toRights(container.privilege),
    because: [describeExposure(workload, describeWay), ...container.privilege.reasons],
  };
}

function describeExposure(
  { workload, exposure, ways, doubts }: WorkloadExposure,
  describeWay: (way: ExposureWay) => string,
): string {
  const { kind, namespace, name } = workload;
  const own = `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
  const [way] = ways;
  if (exposure === 'exposed' && way) {
    const more = ways.length > 1 ? `, and ${ways.length - 1} more` : '';
    return `It is open to the outside: ${describeWay(way)}${more}.`;
  }
  if (exposure === 'not-exposed') return `Nothing from outside leads to ${own}: no ingress, gateway, open Service or host port.`;
  const doubt = doubts[0] ?? (way ? `${describeWay(way)}; ${way.doubt}.` : '');
  return `Nobody can say whether ${own} is open to the outside. ${doubt}`.trim();
}
