import type { Rights, RightsCut, RightsPath, RightsStep, SubjectRights } from '../../../model/rights.ts';
import { plural } from '../describe.ts';
import { groupGaps, listGroups } from '../group-gaps.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';

/** Of each kind, for people; JSON has them all. */
const shown = 25;

const headings = ['account, user or group', 'powers', 'where', 'workloads'];

/** Rights as JSON, schema `plimsoll.rights/v1`. */
export function rightsToJson(rights: Rights): string {
  return `${JSON.stringify({ schema: 'plimsoll.rights/v1', ...rights }, undefined, 2)}\n`;
}

/** Rights as tables and ways for a terminal. */
export function rightsToText(rights: Rights): string {
  const strong = strongSubjects(rights);
  const parts = [
    printable(describeTotals(rights)),
    ...(strong.length > 0 ? [table(headings, strong.map(rowOf))] : []),
    ...rights.paths
      .slice(0, shown)
      .map((path) => [printable(titleOf(path)), ...path.steps.map((step) => printable(`  → ${describeStep(step)}`))].join('\n')),
    ...left(rights.paths.length, 'ways'),
    ...rights.cuts.map(describeCut),
    ...list(
      'Others in namespaces of tenants',
      rights.sharing.map(({ namespace, sentence }) => `${namespace}: ${sentence}`),
    ),
    ...list(
      'To be said',
      rights.issues.map(({ sentence, file, line }) => `${sentence}${placeOf(file, line)}`),
    ),
    ...list(
      'Unused, as far as manifests tell',
      rights.unused.map(({ sentence, file, line }) => `${sentence}${placeOf(file, line)}`),
    ),
    ...(rights.gaps.length > 0 ? [[`Not read (${rights.gaps.length})`, ...listGroups(groupGaps(rights.gaps))].join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Rights as Markdown, for an issue or a wiki. */
export function rightsToMarkdown(rights: Rights): string {
  const strong = strongSubjects(rights);
  const items = (heading: string, sentences: readonly string[]) =>
    sentences.length > 0 ? [`## ${heading}`, sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`).join('\n')] : [];
  const numbered = (all: readonly string[]) => all.map((each, at) => `${at + 1}. ${escapeMarkdown(each)}`).join('\n');
  const parts = [
    `# Rights of ${escapeMarkdown(rights.product)}`,
    escapeMarkdown(describeTotals(rights)),
    ...(strong.length > 0 ? [markdownTable(headings, strong.map(rowOf))] : []),
    ...items(
      'To be said',
      rights.issues.map(({ sentence, file, line }) => `${sentence}${placeOf(file, line)}`),
    ),
    ...(rights.paths.length > 0 ? ['## Ways to more'] : []),
    ...rights.paths.flatMap((path) => [`### ${escapeMarkdown(titleOf(path))}`, numbered(path.steps.map(describeStep))]),
    ...rights.cuts.flatMap((cut) => [
      `## ${escapeMarkdown(titleOfCut(cut))}`,
      cut.edges ? numbered(cut.edges.map(describeEdge)) : 'Nothing that a release states.',
    ]),
    ...items(
      'Others in namespaces of tenants',
      rights.sharing.map(({ namespace, sentence }) => `${namespace}: ${sentence}`),
    ),
    ...items(
      'Unused, as far as manifests tell',
      rights.unused.map(({ sentence, file, line }) => `${sentence}${placeOf(file, line)}`),
    ),
    ...items(
      'Not read',
      rights.gaps.map(({ detail, path = null, line = null }) => `${detail}${placeOf(path, line)}`),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function describeTotals({ product, subjects, workloads, tenants, paths, issues, gaps }: Rights): string {
  const strong = subjects.filter(({ powers }) => powers.length > 0).length;
  const open = paths.filter(({ to, start }) => to === 'cluster-admin' && start === 'exposed').length;
  const exposed = workloads.filter(({ isExposed }) => isExposed).length;
  return `${product}: ${subjects.length} accounts, users and groups, ${strong} with rights that give more; ${open} of ${exposed} workloads that are or may be exposed reach cluster-admin; tenants: ${tenants.join(', ') || 'none known'}; ${issues.length} ${plural(issues.length, 'issue')}, ${gaps.length} ${plural(gaps.length, 'gap')}`;
}

function strongSubjects({ subjects }: Rights): readonly SubjectRights[] {
  return subjects.filter(({ powers }) => powers.length > 0);
}

function rowOf({ subject, powers, workloads }: SubjectRights): readonly (string | number)[] {
  const { kind, namespace, name } = subject;
  const places = [...new Set(powers.map((power) => power.namespace ?? 'the whole cluster'))];
  return [
    `${kind} ${namespace ? `${namespace}/` : ''}${name}`,
    [...new Set(powers.map((power) => power.kind))].join(', '),
    places.join(', '),
    workloads.length,
  ];
}

function titleOf({ from, start, to, steps }: RightsPath): string {
  const before = start === 'exposed' ? 'From outside, ' : '';
  return `${before}${from} → ${to === 'tenant' ? 'another tenant' : to} (${steps.length} steps)`;
}

function describeStep({ to, sentence, file, line, doubt }: RightsStep): string {
  return `${to}: ${sentence}${doubt === null ? '' : ` ${doubt}`}${placeOf(file, line)}`;
}

/** As something to take away, which stands by itself. */
function describeEdge({ from, sentence, file, line }: RightsStep): string {
  return `${/^Its? /.test(sentence) ? `${from}: ` : ''}${sentence}${placeOf(file, line)}`;
}

function titleOfCut({ start, from, to, edges }: RightsCut): string {
  const who = start === 'exposed' ? `${from.length} workloads that are or may be exposed` : from.slice(0, 3).join(', ');
  return `Fewest things to take away so that ${who} cannot reach ${to === 'tenant' ? 'another tenant' : to} (${edges?.length ?? 'none helps'})`;
}

function describeCut(cut: RightsCut): string {
  return [printable(titleOfCut(cut)), ...(cut.edges ?? []).map((edge) => printable(`  - ${describeEdge(edge)}`))].join('\n');
}

function list(heading: string, sentences: readonly string[]): readonly string[] {
  if (sentences.length === 0) return [];
  const more = sentences.length > shown ? [`  … and ${sentences.length - shown} more`] : [];
  return [
    [`${heading} (${sentences.length})`, ...sentences.slice(0, shown).map((each) => printable(`  - ${each}`)), ...more].join(
      '\n',
    ),
  ];
}

function left(count: number, what: string): readonly string[] {
  return count > shown ? [`… and ${count - shown} more ${what}`] : [];
}

function placeOf(file: string | null, line: number | null): string {
  return file === null ? '' : ` (${file}${line === null ? '' : `:${line}`})`;
}
