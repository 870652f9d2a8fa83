import type { Hardening } from '../../../model/hardening.ts';
import type { HardeningFigures } from '../../../model/hardening-difference.ts';
import { severities } from '../../../model/severity.ts';

/** What a release comes to: workloads by level, containers by verdict, failing places by severity. */
export function countHardening({
  podSecurity,
  nonRoot,
  checks,
}: Pick<Hardening, 'podSecurity' | 'nonRoot' | 'checks'>): HardeningFigures {
  const atLevel = (wanted: string) => podSecurity.filter(({ level }) => level === wanted).length;
  const withVerdict = (wanted: string) => nonRoot.filter(({ verdict }) => verdict === wanted).length;
  const open = checks.filter(({ suppressedBy }) => suppressedBy === null);
  return {
    podSecurity: { privileged: atLevel('privileged'), baseline: atLevel('baseline'), restricted: atLevel('restricted') },
    nonRoot: {
      containers: nonRoot.length,
      enforced: withVerdict('enforced'),
      ready: withVerdict('ready'),
      'ready-with': withVerdict('ready-with'),
      blocked: withVerdict('blocked'),
      unknown: withVerdict('unknown'),
    },
    checks: Object.fromEntries(
      severities.map((wanted) => [wanted, open.filter(({ severity }) => severity === wanted).length]),
    ) as HardeningFigures['checks'],
  };
}
