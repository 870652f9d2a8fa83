import type { ExplainedPackage, Explanation, ExplanationReason } from '../../../model/explanation.ts';
import { groupGaps, listGroups } from '../group-gaps.ts';
import { printable } from '../printable.ts';

/** A way to show an explanation; each gives text with a line end. */
export type ExplanationForm = 'terminal' | 'json';

/** The forms of `plimsoll explain`, the default first. */
export const explanationForms: readonly ExplanationForm[] = ['terminal', 'json'];

/**
 * Why a vulnerability is, or is not, a finding, as text.
 *
 * out     `json`: the document of docs/reference/schemas/explain.json; `terminal`: sentences
 */
export function renderExplanation(explanation: Explanation, form: ExplanationForm): string {
  const sentences = toSentences(explanation);
  if (form === 'json')
    return `${JSON.stringify({ schema: 'plimsoll.explanation/v1', ...toDocument(explanation), sentences }, null, 2)}\n`;
  const gaps =
    explanation.gaps.length > 0
      ? ['', `Not read of the image (${explanation.gaps.length})`, ...listGroups(groupGaps(explanation.gaps))]
      : [];
  return `${[...sentences.map(printable), ...gaps].join('\n')}\n`;
}

function toDocument(explanation: Explanation) {
  const packages = explanation.packages.map(({ finding, ...one }) => ({
    ...one,
    finding: finding && { ...finding, suppressedBy: finding.suppressedBy ?? null },
  }));
  return { ...explanation, packages };
}

function toSentences(explanation: Explanation): readonly string[] {
  return [headline(explanation), ...explanation.packages.flatMap(describePackage)];
}

function headline({ verdict, vulnerability, aliases, image, package: asked, packages, nearest }: Explanation): string {
  const name = aliases.length > 0 ? `${vulnerability} (${aliases.join(', ')})` : vulnerability;
  const count = packages.length === 1 ? '1 package' : `${packages.length} packages`;
  const like = nearest.length > 0 ? `; it has ${nearest.join(', ')}` : '';
  switch (verdict) {
    case 'finding':
      return `${name} is a finding in ${asked} of ${image}.`;
    case 'suppressed':
      return `${name} is found in ${asked} of ${image}, and taken out of totals.`;
    case 'not-affected':
      return `${name} is no finding in ${asked} of ${image}: ${count} of that name, and nothing says that it is affected.`;
    case 'undecided':
      return `Whether ${name} affects ${asked} of ${image} is not decided.`;
    case 'package-not-in-image':
      return `${image} was read to the end and has no package that is called ${asked}${like}.`;
    case 'unknown':
      return `No package called ${asked} was seen in ${image}, and the image was not read to the end${like}.`;
  }
}

function describePackage({ purl, finding, reasons }: ExplainedPackage): readonly string[] {
  const fix = finding && finding.fixedIn.length > 0 ? `fixed in ${finding.fixedIn.join(', ')}` : finding?.state;
  const state = finding ? `  ${finding.severity}, ${fix}` : undefined;
  const rows = [...new Set(reasons.map(describeReason))];
  return ['', purl, ...(state ? [state] : []), ...rows.map((row) => `  ${row}`)];
}

function describeReason({ advisory, ecosystem, name, version, range, reason, code }: ExplanationReason): string {
  const asked = name && version ? `${name} ${version}` : name;
  const place = [advisory, ecosystem, asked].filter(Boolean).join(', ');
  const affected = range && code !== 'affected' ? ` (affected: ${range})` : range ? ` (in ${range})` : '';
  return `${place ? `${place}: ` : ''}${reason}${affected}`;
}
