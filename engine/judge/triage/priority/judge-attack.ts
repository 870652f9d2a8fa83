import type { Ssvc } from '../../../model/advisory.ts';
import type { Finding } from '../../../model/finding.ts';
import type { TechnicalImpact } from '../../../model/triage.ts';

/** What an attack takes and what it gives, with the sentence that says whose word that is. */
export interface Attack {
  readonly automatable: boolean;
  readonly technicalImpact: TechnicalImpact;
  readonly because: string;
}

/**
 * Whether an attack can be automated, and what it gives: CISA's values where there are some, else read from a CVSS vector, else taken from
 * the severity.
 *
 * By vector, an attack can be automated when it comes over the network and needs neither luck nor rights nor anybody's help (AV:N, AC:L,
 * PR:N or Au:N, UI:N, AT:N); its impact is total when both confidentiality and integrity are lost (C:H and I:H; C:C and I:C in version 2).
 * Without a vector: CRITICAL can be automated and is total, HIGH and UNKNOWN are total, the others neither.
 *
 * source  CISA SSVC guide, "Automatable", "Technical Impact"; CERTCC/SSVC, data/csv/ssvc/cvssv4_to_technical_impact_1_0_0.csv
 */
export function judgeAttack(finding: Pick<Finding, 'severity' | 'severities' | 'severityBy'>, ssvc: Ssvc | undefined): Attack {
  const other = ofVector(finding) ?? ofSeverity(finding);
  const automatable = ssvc?.automatable ?? other.automatable;
  const technicalImpact = ssvc?.technicalImpact ?? other.technicalImpact;
  const [first, second] = [ssvc?.automatable, ssvc?.technicalImpact].map((own) => (own === undefined ? other.by : 'CISA'));
  const can = `Attacks can${automatable ? '' : 'not'} be automated`;
  const because =
    first === second
      ? `${can}, and their impact is ${technicalImpact} (${first}).`
      : `${can} (${first}), and their impact is ${technicalImpact} (${second}).`;
  return { automatable, technicalImpact, because };
}

interface Stated {
  readonly automatable: boolean;
  readonly technicalImpact: TechnicalImpact;
  readonly by: string;
}

/** After the one whose severity counts: the order that severities are chosen in. */
const preferred = ['nvd', 'cve', 'ghsa'];

function ofVector({ severities, severityBy }: Pick<Finding, 'severities' | 'severityBy'>): Stated | undefined {
  let best: { readonly vector: string; readonly source: string; readonly rank: number } | undefined;
  for (const { vector, source } of severities) {
    const rank = source === severityBy ? -1 : preferred.includes(source) ? preferred.indexOf(source) : preferred.length;
    if (vector !== undefined && isVector(vector) && (!best || rank < best.rank)) best = { vector, source, rank };
  }
  if (!best) return undefined;
  const is = metricsOf(best.vector);
  const isFree = is('PR:N', 'Au:N') && is('UI:N', '!UI') && is('AT:N', '!AT');
  const isTotal = (is('C:H', 'C:C') && is('I:H', 'I:C')) || (is('VC:H') && is('VI:H'));
  return {
    automatable: is('AV:N') && is('AC:L') && isFree,
    technicalImpact: isTotal ? 'total' : 'partial',
    by: `CVSS of ${best.source}`,
  };
}

/** Of any version: it says how it is attacked and what is lost. */
function isVector(text: string): boolean {
  return /(?:^|\/)AV:/.test(text) && /\/V?C:/.test(text);
}

/** Whether a vector holds one of some metrics; `!UI`: none of that name. */
function metricsOf(vector: string): (...metrics: readonly string[]) => boolean {
  const text = `/${vector}/`;
  return (...metrics) =>
    metrics.some((each) => (each.startsWith('!') ? !text.includes(`/${each.slice(1)}:`) : text.includes(`/${each}/`)));
}

function ofSeverity({ severity }: Pick<Finding, 'severity'>): Stated {
  const isTotal = severity === 'CRITICAL' || severity === 'HIGH' || severity === 'UNKNOWN';
  return {
    automatable: severity === 'CRITICAL',
    technicalImpact: isTotal ? 'total' : 'partial',
    by: `taken from severity ${severity}, without a CVSS vector`,
  };
}
