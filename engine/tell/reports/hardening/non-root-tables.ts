import type { Hardening } from '../../../model/hardening.ts';
import type { NonRootRow, NonRootShare, NonRootValues } from '../../../model/non-root.ts';

type Write = (headings: readonly string[], rows: readonly (readonly (string | number)[])[]) => string;

/** Rows of each table that are shown. */
const shown = 25;
const counted = ['containers', 'enforced', 'ready', 'ready-with', 'blocked', 'unknown'] as const;

/** Who can do without root: in sum, by component or chart and owner, and what to set where root is not forbidden yet. */
export function nonRootTables({ nonRoot, nonRootTotals: totals }: Hardening, write: Write): string {
  if (!totals || nonRoot.length === 0) return '';
  const shares = [
    { name: 'release', ...totals.release },
    { name: 'exposed', ...totals.exposed },
  ].map((share) => toRow('', share));
  const parts = [
    ...titled('component', totals.components),
    ...titled('source', totals.charts),
    ...titled('owner', totals.owners),
  ];
  const open = nonRoot.filter(({ verdict }) => verdict !== 'enforced');
  const rows = open.slice(0, shown).map((row) => [row.verdict, place(row), row.exposure ?? '', toDo(row)]);
  const more = open.length > shown ? `\n… and ${open.length - shown} more containers; --format json has every one` : '';
  return [
    write(['without root', ...counted], [...shares, ...parts]),
    ...(rows.length > 0 ? [`${write(['without root', 'container', 'from outside', 'do'], rows)}${more}`] : []),
  ].join('\n\n');
}

/** Nothing is said of a kind that nobody uses. */
function titled(title: string, shares: readonly NonRootShare[]): readonly (readonly (string | number)[])[] {
  if (shares.every(({ name }) => name === null)) return [];
  return shares.slice(0, shown).map((share) => toRow(`${title} `, share));
}

function toRow(lead: string, share: NonRootShare): readonly (string | number)[] {
  return [`${lead}${share.name ?? '–'}`, ...counted.map((name) => share[name])];
}

function place({ resource, container }: NonRootRow): string {
  return `${resource.kind} ${resource.name}: ${container}`;
}

function toDo({ verdict, values, evidence = [], because }: NonRootRow): string {
  if (verdict.startsWith('ready')) return values ? settings(values) : 'runAsNonRoot: true';
  const decides = evidence.filter(({ effect }) => effect === (verdict === 'blocked' ? 'blocks' : 'unknown'));
  return decides[0]?.detail ?? because[0] ?? '';
}

function settings({ sysctls, ...values }: NonRootValues): string {
  const texts = Object.entries(values).map(
    ([name, value]) => `${name}: ${Array.isArray(value) ? `[${value.join(', ')}]` : String(value)}`,
  );
  return [...texts, ...Object.entries(sysctls ?? {}).map(([name, value]) => `sysctl ${name}: ${value}`)].join(', ');
}
