import type {
  Connection,
  ConnectionChange,
  Isolation,
  Reach,
  ReachDifference,
  ReachExposure,
  ReleaseReach,
} from '../../../model/reach.ts';
import type { Gap } from '../../../model/reading.ts';
import { plural } from '../describe.ts';
import { groupGaps, listGroups } from '../group-gaps.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';
import { describeConditions, describeOpen, describePeer, describePorts, describeUnseen } from './describe-reach.ts';

type Rows = readonly (readonly string[])[];
interface Part {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: Rows;
}

/** `plimsoll reach` in each of its forms. */
export const reachWriters = {
  terminal: (reach: ReleaseReach) => toText(`${reach.product} ${reach.version}: ${summary(reach)}`, partsOf(reach), reach.gaps),
  json: (reach: ReleaseReach) => toJson({ schema: 'plimsoll.reach/v1', ...reach }),
  md: (reach: ReleaseReach) =>
    toMarkdown(`Reach of ${reach.product} ${reach.version}`, summary(reach), partsOf(reach), reach.gaps),
} as const;

/** `plimsoll reach --against` in each of its forms. */
export const differenceWriters = {
  terminal: (difference: ReachDifference) =>
    toText(`${titleOf(difference)}: ${count(difference)}`, [changesPart(difference)], difference.gaps),
  json: (difference: ReachDifference) => toJson({ schema: 'plimsoll.reach-diff/v1', ...difference }),
  md: (difference: ReachDifference) =>
    toMarkdown(titleOf(difference), count(difference), [changesPart(difference)], difference.gaps),
} as const;

function partsOf({ connections, exposure, isolation, beyond }: Reach): readonly Part[] {
  return [
    { title: 'Connections', ...withConditions(['from', 'to', 'ports'], connections, connectionRow) },
    {
      title: 'With pods that no manifest declares',
      ...withConditions(['workload', 'direction', 'pods', 'ports'], exposure, exposureRow),
    },
    { title: 'Decided by no policy', headings: ['workload', 'directions'], rows: isolation.flatMap(openRow) },
    {
      title: 'Where policies do not reach',
      headings: ['resource', 'place', 'why'],
      rows: beyond.map(({ resource, file, line, why }) => [resource, line === undefined ? file : `${file}:${line}`, why]),
    },
  ];
}

/** With a column for conditions where there are any. */
function withConditions<Row extends Connection | ReachExposure>(
  headings: readonly string[],
  rows: readonly Row[],
  write: (row: Row) => readonly string[],
): Pick<Part, 'headings' | 'rows'> {
  if (!rows.some(({ conditions }) => conditions)) return { headings, rows: rows.map(write) };
  return { headings: [...headings, 'conditions'], rows: rows.map((row) => [...write(row), describeConditions(row)]) };
}

function connectionRow({ from, to, ports }: Connection): readonly string[] {
  return [describePeer(from), describePeer(to), describePorts(ports)];
}

function exposureRow({ workload, direction, to, ports }: ReachExposure): readonly string[] {
  return [describePeer(workload), direction, describeUnseen(to), describePorts(ports)];
}

function openRow({ workload, ingress, egress, mesh }: Isolation): Rows {
  const inward = mesh ? 'ingress by UDP and SCTP (a mesh decides on TCP)' : 'ingress';
  const open = [...(ingress ? [] : [inward]), ...(egress ? [] : ['egress'])];
  return open.length === 0 ? [] : [[describePeer(workload), open.join(', ')]];
}

function changesPart({ changes }: ReachDifference): Part {
  return {
    title: 'Changes',
    headings: ['change', 'from', 'to', 'before', 'after', 'workloads'],
    rows: changes.map(({ change, from, to, before, after, conditionsBefore, conditionsAfter, newWorkloads, goneWorkloads }) => [
      change,
      describePeer(from),
      describePeer(to),
      describeOpen(before, conditionsBefore),
      describeOpen(after, conditionsAfter),
      [
        ...newWorkloads.map((each) => `new: ${describePeer(each)}`),
        ...goneWorkloads.map((each) => `gone: ${describePeer(each)}`),
      ].join(', '),
    ]),
  };
}

function summary({ connections, isolation }: Reach): string {
  const isolated = (direction: 'ingress' | 'egress') => isolation.filter((row) => row[direction]).length;
  const total = isolation.length;
  const meshed = isolation.filter(({ mesh }) => mesh).length;
  const byMesh = isolation.some(({ mesh }) => mesh !== undefined) ? `; a mesh decides on TCP to ${meshed}` : '';
  return `${connections.length} ${plural(connections.length, 'connection')}; policies decide what reaches ${isolated('ingress')} of ${total} ${plural(total, 'workload')}, and what ${isolated('egress')} may reach${byMesh}`;
}

function titleOf({ old, new: now }: ReachDifference): string {
  return `Reach of ${now.product} ${now.version} against ${old.product} ${old.version}`;
}

function count({ changes }: ReachDifference): string {
  const of = (change: ConnectionChange['change']) => changes.filter((each) => each.change === change).length;
  return `${of('added')} connections added, ${of('removed')} removed, ${of('changed')} changed`;
}

function toText(head: string, parts: readonly Part[], gaps: readonly Gap[]): string {
  const shown = parts.filter(({ rows }) => rows.length > 0);
  return `${[
    printable(head),
    ...shown.map(({ title, headings, rows }) => `${title}\n${table(headings, rows)}`),
    ...(gaps.length > 0 ? [[`Gaps (${gaps.length})`, ...listGroups(groupGaps(gaps))].join('\n')] : []),
  ].join('\n\n')}\n`;
}

function toMarkdown(title: string, head: string, parts: readonly Part[], gaps: readonly Gap[]): string {
  const shown = parts.filter(({ rows }) => rows.length > 0);
  const groups = groupGaps(gaps).map(
    ({ code, count: of, examples }) => `- ${escapeMarkdown(`${code} × ${of}: ${examples.join('; ')}`)}`,
  );
  return `${[
    `## ${escapeMarkdown(title)}`,
    escapeMarkdown(`${head}.`),
    ...shown.flatMap((part) => [`### ${part.title}`, markdownTable(part.headings, part.rows)]),
    ...(groups.length > 0 ? ['### Gaps', groups.join('\n')] : []),
  ].join('\n\n')}\n`;
}

/** A list's item on each line: a large cluster has a hundred thousand connections. */
function toJson(document: object): string {
  const members = Object.entries(document).map(([name, value]) => {
    const text =
      Array.isArray(value) && value.length > 0
        ? `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
        : JSON.stringify(value);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${members.join(',\n')}\n}\n`;
}
