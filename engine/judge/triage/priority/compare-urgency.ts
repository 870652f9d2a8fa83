import type { Exposure } from '../../../model/exposure.ts';
import type { Finding } from '../../../model/finding.ts';
import { type Priority, priorities } from '../../../model/priority.ts';
import { severities } from '../../../model/severity.ts';

/** A finding with everything that its place in a list depends on. */
export interface TriagedFinding {
  readonly finding: Finding & { readonly priority: Priority; readonly why: readonly string[] };
  readonly exposure: Exposure;
}

const exposures: readonly Exposure[] = ['exposed', 'unknown', 'not-exposed'];

/**
 * Most urgent first: by priority, known exploitation, exposure, severity, EPSS, whether there is a fix; what is left by vulnerability,
 * image, platform and package, so that no two findings are equal.
 */
export function compareUrgency(a: TriagedFinding, b: TriagedFinding): number {
  const [one, other] = [a.finding, b.finding];
  return (
    priorities.indexOf(one.priority) - priorities.indexOf(other.priority) ||
    Number(other.kev) - Number(one.kev) ||
    exposures.indexOf(a.exposure) - exposures.indexOf(b.exposure) ||
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    (other.epss ?? -1) - (one.epss ?? -1) ||
    Number(other.state === 'fixed') - Number(one.state === 'fixed') ||
    compareTexts(one.vulnerability, other.vulnerability) ||
    compareTexts(one.image, other.image) ||
    compareTexts(one.platform, other.platform) ||
    compareTexts(one.purl, other.purl)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
