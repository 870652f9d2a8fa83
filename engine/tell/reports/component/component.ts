import { Fault } from '../../../model/fault.ts';
import type { Finding } from '../../../model/finding.ts';
import { priorities } from '../../../model/priority.ts';
import { severities } from '../../../model/severity.ts';
import { countOf, plural, sumOf } from '../describe.ts';
import { describeAction, placeOfAction } from '../describe-action.ts';
import { describeFix } from '../describe-finding.ts';
import { isSuppressed } from '../finding-places.ts';
import { openNotes } from '../markdown-notes.ts';
import { escapeMarkdown, markdownCode, markdownTable } from '../markdown-text.ts';
import { describePackage } from '../package-title.ts';
import type { ImageDetails } from '../related.ts';
import type { Renderer, Report } from '../report.ts';

/** Findings listed one by one; the others are counted. */
const shownFindings = 30;

/**
 * One page for each component: its images and where they are stated, its findings, what of the plan is theirs.
 *
 * in      `component`: only this one
 * out     Markdown, a heading of level two for each component
 * faults  usage-wrong: the release knows no such component
 */
export const component = Object.freeze<Renderer>({
  id: 'component',
  render: (report, { component }) => {
    const { release, details = [] } = report;
    const known = [...new Set(details.flatMap(({ components }) => components))].toSorted();
    if (component !== undefined && !known.includes(component))
      throw new Fault(
        'usage-wrong',
        `${release.product} ${release.version} has no component ${component}; components are ${known.join(', ')}`,
      );
    const pages = known.filter((name) => component === undefined || name === component).map((name) => page(name, report));
    return `${pages.length > 0 ? pages.join('\n\n') : 'No image of the release belongs to a component.'}\n`;
  },
});

function page(name: string, report: Report): string {
  const { release, details = [], plan } = report;
  const own = details.filter(({ components }) => components.includes(name));
  const references = new Set(own.map(({ reference }) => reference));
  const findings = release.findings.filter((finding) => references.has(finding.image) && !isSuppressed(finding));
  const actions = (plan?.actions ?? []).filter(({ images }) => images.some((image) => references.has(image)));
  const gaps = release.gaps.filter(({ image }) => image !== undefined && references.has(image));
  return [
    `## ${escapeMarkdown(name)} in ${escapeMarkdown(`${release.product} ${release.version}`)}`,
    imageTable(own, report),
    findingTable(findings),
    ...(actions.length > 0
      ? [
          `### What to do\n\n${actions.map((action) => `- ${escapeMarkdown(describeAction(action))}: ${sumOf(action.removes)} ${plural(sumOf(action.removes), 'finding')} less (${escapeMarkdown(placeOfAction(action))})`).join('\n')}`,
        ]
      : []),
    ...openNotes({ gaps, undecided: [] }),
  ].join('\n\n');
}

function imageTable(own: readonly ImageDetails[], { images }: Report): string {
  const rows = own.flatMap(({ reference, platform, declaredAt, groups }) => {
    const image = images.find((each) => each.reference === reference && each.platform === platform);
    if (!image) return [];
    const counts = severities.map((severity) => countOf(image.findings[severity], image.status));
    return [[markdownCode(reference), image.status, ...counts, sumOf(image.fixable), groups.owner, declaredAt]];
  });
  return markdownTable(['image', 'read', ...severities, 'fixable', 'owner', 'stated in'], rows);
}

function findingTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing is found in its images, as far as they were read.';
  const urgency = ({ priority }: Finding) => (priority ? priorities.indexOf(priority) : priorities.length);
  const ordered = findings.toSorted(
    (a, b) => urgency(a) - urgency(b) || severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
  const rows = ordered
    .slice(0, shownFindings)
    .map((finding) => [
      finding.priority ?? 'not said',
      finding.vulnerability,
      finding.severity,
      describePackage(finding.purl),
      describeFix(finding),
      markdownCode(finding.image),
    ]);
  const rest = findings.length - rows.length;
  const more = rest > 0 ? `\n\n… and ${rest} more ${plural(rest, 'finding')}.` : '';
  return `### Findings, the most urgent first\n\n${markdownTable(['priority', 'vulnerability', 'severity', 'package', 'fix', 'image'], rows)}${more}`;
}
