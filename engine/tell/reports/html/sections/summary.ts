import { type Severity, severities } from '../../../../model/severity.ts';
import { conditionalImages, countOf, describeConditional, describeKnowledge, plural, sumOf } from '../../describe.ts';
import { kindAddress } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { imageKinds, imageRows } from '../../image-kinds.ts';
import { listOpen } from '../../open-rows.ts';
import type { Report } from '../../report.ts';
import { countText, linkSentence, linkText, rowsAddress } from '../../row-links.ts';
import { coverageText, sharesText, worstImagesText } from '../../sentence-links.ts';
import { severityWords } from '../../severity-style.ts';

/** What a release manager has to know first: of what and when, what was not read, and the figures. */
export function summary(report: Report): Html {
  const { release, totals, statistics } = report;
  return html`<h1>${release.product} ${release.version}</h1>
<p class="meta">Security report of the release, judged at ${release.now.slice(0, 10)} by Plimsoll ${release.engine}; ${describeKnowledge(release)}.</p>
${coverage(report)}
${figures(report)}
<p class="lead">${sharesText(statistics.shares)}. ${worstImagesText(statistics.shares)}. In all ${countText(sumOf(totals.findings), {})} findings of ${linkText(sumOf(totals.vulnerabilities), rowsAddress({}), 'vulnerabilities')} vulnerabilities; a finding is one vulnerability in one package of one image.</p>
${suppressed(report)}`;
}

/** What could not be read or decided stands before every figure. */
function coverage({ release }: Report): Html {
  const open = listOpen(release);
  const unread = release.coverage.expected - release.coverage.read;
  const conditional = conditionalText(release);
  if (open.length === 0 && unread === 0)
    return html`<div class="band" id="coverage"><p><strong>Everything was read.</strong> ${coverageText(release)}.</p>${conditional}</div>`;
  const first =
    unread > 0
      ? html`${linkText(unread, kindAddress(imageRows, imageKinds.unread))} ${plural(unread, 'image')} could not be read, so there may be more than this page shows.`
      : 'Not everything could be decided.';
  return html`<div class="band warn" id="coverage"><p><strong>${first}</strong> ${coverageText(release)}.</p>
<ul>${open}</ul>
<p><a href="#gaps">All that was not read or not decided</a></p>${conditional}</div>`;
}

function conditionalText(release: Report['release']): Html | undefined {
  const images = conditionalImages(release);
  const links = [[`${images.length} more`, '#conditional-images']] as const;
  const text = describeConditional(release).map((sentence) => linkSentence(`${sentence.replaceAll('`', '')}.`, links));
  if (images.length === 0) return undefined;
  const items = images.map(({ reference }) => html`<li><span class="ref">${reference}</span></li>`);
  return html`<p>${text}</p><details><summary>Which</summary><ul id="conditional-images">${items}</ul></details>`;
}

function figures(report: Report): Html {
  const { totals, triage } = report;
  const { withCriticalOrHigh, total } = totals.images;
  const worst = (['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] as const).filter(
    (severity) => severity !== 'UNKNOWN' || totals.findings.UNKNOWN > 0,
  );
  return html`<ul class="figures">
${worst.map((severity) => figureOf(report, severity))}
<li><div class="name">With critical or high</div><div class="value">${linkText(withCriticalOrHigh, kindAddress(imageRows, imageKinds.worst), 'images')}</div><div class="more">of ${linkText(total, kindAddress(imageRows), 'images')} images</div></li>
<li><div class="name">To act on now</div><div class="value">${countText(triage.counts.act, { priority: 'act' })}</div><div class="more">${countText(triage.counts.attend, { priority: 'attend' })} to attend to</div></li>
</ul>`;
}

function figureOf({ totals, release }: Report, severity: Severity): Html {
  const status = release.coverage.read < release.coverage.expected ? 'failed' : 'read';
  const count = totals.findings[severity];
  return html`<li><div class="name"><span class="dot ${severity.toLowerCase()}"></span>${severityWords[severity]}</div>
<div class="value"><a href="${rowsAddress({ severity })}">${countOf(count, status)}</a></div>
<div class="more">${countText(totals.fixable[severity], { severity, fix: 'fixed' })} with a fix</div></li>`;
}

function suppressed({ totals }: Report): Html | undefined {
  const count = severities.reduce((sum, severity) => sum + totals.suppressed[severity], 0);
  if (count === 0) return undefined;
  return html`<p class="lead">${countText(count, { suppressed: 'yes' })} more ${plural(count, 'finding')} ${count === 1 ? 'is' : 'are'} taken out by <a href="#decisions">exceptions and statements</a>.</p>`;
}
