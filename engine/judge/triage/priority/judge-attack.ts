import type { Ssvc } from '../../../model/advisory.ts';
import type { Finding } from '../../../model/finding.ts';
import type { SeverityStatement } from '../../../model/severity.ts';
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
  const order = [...(severityBy === undefined ? [] : [severityBy]), ...preferred];
  const rank = ({ source }: SeverityStatement) => (order.includes(source) ? order.indexOf(source) : order.length);
  const stated = severities.flatMap((each) => {
    const metrics = readMetrics(each.vector);
    return metrics ? [{ metrics, rank: rank(each), source: each.source }] : [];
  });
  const [best] = stated.toSorted((a, b) => a.rank - b.rank);
  if (!best) return undefined;
  const { metrics } = best;
  const is = (name: string, ...values: readonly string[]) => values.includes(metrics.get(name) ?? '');
  const isFree =
    (is('PR', 'N') || is('Au', 'N')) && (is('UI', 'N') || !metrics.has('UI')) && (is('AT', 'N') || !metrics.has('AT'));
  const isTotal = (is('C', 'H', 'C') && is('I', 'H', 'C')) || (is('VC', 'H') && is('VI', 'H'));
  return {
    automatable: is('AV', 'N') && is('AC', 'L') && isFree,
    technicalImpact: isTotal ? 'total' : 'partial',
    by: `CVSS of ${best.source}`,
  };
}

/** Of any version; undefined where it says neither how it is attacked nor what is lost. */
function readMetrics(vector: string | undefined): ReadonlyMap<string, string> | undefined {
  if (vector === undefined) return undefined;
  const pairs = vector
    .slice(0, 500)
    .split('/')
    .map((part) => part.split(':'));
  const metrics = new Map(pairs.map(([name = '', value = '']) => [name, value]));
  return metrics.has('AV') && (metrics.has('C') || metrics.has('VC')) ? metrics : undefined;
}

function ofSeverity({ severity }: Pick<Finding, 'severity'>): Stated {
  const isTotal = severity === 'CRITICAL' || severity === 'HIGH' || severity === 'UNKNOWN';
  return {
    automatable: severity === 'CRITICAL',
    technicalImpact: isTotal ? 'total' : 'partial',
    by: `taken from severity ${severity}, without a CVSS vector`,
  };
}
