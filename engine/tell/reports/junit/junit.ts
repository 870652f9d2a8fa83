import type { Finding } from '../../../model/finding.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import { sumOf } from '../describe.ts';
import { describeFinding, describeFix } from '../describe-finding.ts';
import { isSuppressed } from '../finding-places.ts';
import { type JunitCase, type JunitCounts, type JunitSuite, junitXml } from '../junit-xml.ts';
import { describePackage } from '../package-title.ts';
import type { ImageFigures, Renderer, Report } from '../report.ts';

/**
 * The findings as JUnit XML: an image is a suite, a finding a failed case; suppressed ones are skipped, and what was not read is an error.
 */
export const junit = Object.freeze<Renderer>({
  id: 'junit',
  render: (report) => {
    const { release, totals, images } = report;
    const suites = toSuites(report);
    const ended = images.filter(({ status }) => status === 'read').length;
    const [failures, skipped] = [sumOf(totals.findings), sumOf(totals.suppressed)];
    const whole = { tests: failures + skipped + images.length, failures, errors: images.length - ended, skipped };
    return junitXml(`${release.product} ${release.version}`, suites, whole, release.now);
  },
});

function toSuites({ release, images }: Report): readonly JunitSuite[] {
  const findings = Map.groupBy(release.findings, ({ image, platform }) => `${image} ${platform}`);
  const read = new Map(release.images.map((image) => [`${image.reference} ${image.platform}`, image]));
  return images.map((figures) => {
    const key = `${figures.reference} ${figures.platform}`;
    return toSuite(figures, { findings: findings.get(key) ?? [], image: read.get(key) });
  });
}

interface SuiteContent {
  readonly findings: readonly Finding[];
  readonly image: ReleaseImage | undefined;
}

function toSuite(figures: ImageFigures, { findings, image }: SuiteContent): JunitSuite {
  const { reference, platform, owners, status } = figures;
  return {
    name: reference,
    counts: countsOf(figures),
    properties: [
      ['digest', image?.digest ?? 'unknown'],
      ['platform', platform],
      ['owners', owners.join(', ')],
    ],
    cases: [readCase(reference, status), ...findings.map(toCase)],
  };
}

/** Beside its findings, each image has one case: that it was read. */
function countsOf({ findings, suppressed, status }: ImageFigures): JunitCounts {
  const [failures, skipped] = [sumOf(findings), sumOf(suppressed)];
  return { tests: failures + skipped + 1, failures, errors: status === 'read' ? 0 : 1, skipped };
}

function readCase(reference: string, status: ImageFigures['status']): JunitCase {
  const message = {
    read: '',
    failed: 'It could not be read to the end, so that there may be more findings.',
    unsupported: 'It is in a form that is not known, so that nothing can be said of it.',
    empty: 'Nothing was recognized in it, so that nothing can be said of it.',
  }[status];
  const passed = { name: 'the image is read', className: reference };
  return status === 'read' ? passed : { ...passed, outcome: { kind: 'error', message, type: status } };
}

function toCase(finding: Finding): JunitCase {
  const { vulnerability, purl, image, severity, suppressedBy, why = [] } = finding;
  const name = `${vulnerability} in ${describePackage(purl)}`;
  if (isSuppressed(finding))
    return { name, className: image, outcome: { kind: 'skipped', message: `${severity}, taken out by ${suppressedBy}` } };
  const text = [`${describeFinding(finding)}.`, purl, ...why].join('\n');
  return {
    name,
    className: image,
    outcome: { kind: 'failure', message: `${severity}: ${describeFix(finding)}`, type: severity, text },
  };
}
