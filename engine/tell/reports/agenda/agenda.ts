import { Fault } from '../../../model/fault.ts';
import { severities } from '../../../model/severity.ts';
import type { OwnerAgenda, TriageItem } from '../../../model/triage.ts';
import { countOf, plural, sumOf } from '../describe.ts';
import { describeAction, placeOfAction } from '../describe-action.ts';
import { describeExpiry } from '../describe-expiry.ts';
import { describeItem } from '../describe-item.ts';
import { openNotes } from '../markdown-notes.ts';
import { escapeMarkdown, markdownCode, markdownTable } from '../markdown-text.ts';
import { describePriorities } from '../priority-words.ts';
import type { Renderer, Report } from '../report.ts';

/**
 * What each owner has to do, the most urgent first: what a review goes through person by person.
 *
 * in      `owner`: only this one
 * out     Markdown; everyone who owns an image has a section, and so have images that nobody owns
 * faults  usage-wrong: the release knows no such owner
 */
export const agenda = Object.freeze<Renderer>({
  id: 'agenda',
  render: (report, { owner }) => {
    const { release, triage } = report;
    const known = new Set(report.images.flatMap((image) => (image.owners.length > 0 ? image.owners : ['not said'])));
    if (owner !== undefined && !known.has(owner))
      throw new Fault(
        'usage-wrong',
        `${owner} owns no image of ${release.product} ${release.version}; owners are ${[...known].toSorted().join(', ')}`,
      );
    const asked = triage.agenda.filter((each) => owner === undefined || each.owner === owner);
    const idle = [...known].filter(
      (name) => (owner === undefined || name === owner) && !asked.some((each) => each.owner === name),
    );
    const parts = [
      `## Agenda for ${escapeMarkdown(`${release.product} ${release.version}`)}`,
      ...asked.map((each) => section(each, report)),
      ...idle
        .toSorted()
        .map((name) => `### ${escapeMarkdown(name)}\n\nNothing is found in what they own, as far as it was read.`),
      ...openNotes({ gaps: release.gaps, undecided: [] }),
    ];
    return `${parts.join('\n\n')}\n`;
  },
});

function section({ owner, counts, items }: OwnerAgenda, report: Report): string {
  const { images, plan, decisions } = report;
  const own = images.filter(({ owners }) => owners.includes(owner) || (owners.length === 0 && owner === 'not said'));
  const rows = own.map(({ reference, status, findings, fixable }) => [
    markdownCode(reference),
    status,
    ...severities.map((severity) => countOf(findings[severity], status)),
    sumOf(fixable),
  ]);
  const actions = (plan?.actions ?? []).filter((action) => action.owner === owner);
  const due = (decisions?.decisions ?? []).filter(({ decision }) => decision.owner === owner);
  return [
    `### ${escapeMarkdown(owner)}`,
    `${escapeMarkdown(describePriorities(counts))}, in ${own.length} ${plural(own.length, 'image')}.`,
    items.map(itemLines).join('\n'),
    ...(actions.length > 0
      ? [
          `Of the plan:\n\n${actions.map((action) => `- ${escapeMarkdown(describeAction(action))} (${escapeMarkdown(placeOfAction(action))})`).join('\n')}`,
        ]
      : []),
    ...(due.length > 0
      ? [
          `Exceptions:\n\n${due.map(({ decision, state }) => `- ${escapeMarkdown(`${decision.id}: ${state}, until ${describeExpiry(decision.expires)}`)}`).join('\n')}`,
        ]
      : []),
    markdownTable(['image', 'read', ...severities, 'fixable'], rows),
  ].join('\n\n');
}

function itemLines(item: TriageItem, index: number): string {
  const why = item.why.map((sentence) => `   - ${escapeMarkdown(sentence)}`);
  return [`${index + 1}. **${item.priority}**: ${escapeMarkdown(describeItem(item))}`, ...why].join('\n');
}
