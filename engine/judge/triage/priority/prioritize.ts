import type { Ssvc } from '../../../model/advisory.ts';
import type { Finding } from '../../../model/finding.ts';
import type { DeclaredImage } from '../../../model/inventory.ts';
import type { Priority } from '../../../model/priority.ts';
import type { Adjustment, DecisionPoints, TriageTable } from '../../../model/triage.ts';
import { decide, describePoints, move } from './decide.ts';
import type { Setting } from './find-setting.ts';
import { judgeAttack } from './judge-attack.ts';
import { judgeExploitation } from './judge-exploitation.ts';
import { judgeMission } from './judge-mission.ts';

/** What a priority depends on beside the finding itself. */
export interface Circumstances {
  readonly ssvc: Ssvc | undefined;
  /** Undefined where no manifest declares it. */
  readonly image: Pick<DeclaredImage, 'tier' | 'plane'> | undefined;
  readonly setting: Setting;
  readonly table: TriageTable;
}

/** A priority, with the sentences that explain it. */
export interface Decided {
  readonly priority: Priority;
  /** What the table says, and what moved it. */
  readonly decision: string;
  /** The decision first, then each of its reasons; only put into words where somebody asks. */
  why(): readonly string[];
}

/**
 * What to do about a finding: what the table says of CISA's decision points, moved by the adjustments that hold.
 *
 * out     where a table says nothing, `act`: it was checked when it was read
 */
export function prioritize(finding: Finding, { ssvc, image, setting, table }: Circumstances): Decided {
  const exploitation = judgeExploitation(finding, ssvc, table);
  const attack = judgeAttack(finding, ssvc);
  const mission = judgeMission(image, table);
  const { automatable, technicalImpact } = attack;
  const points = { exploitation: exploitation.value, automatable, technicalImpact, mission: mission.value };
  const base = decide(table, points) ?? 'act';
  const holding = table.adjustments.filter((each) => holds(each, points, setting, finding));
  const priority = move(
    base,
    holding.reduce((sum, { steps }) => sum + steps, 0),
  );
  const moved = priority === base ? '' : `: ${priority}`;
  const decision = `${table.title} says ${base} (${describePoints(points)})${holding.map(describe).join('')}${moved}.`;
  const why = () => [decision, exploitation.because, attack.because, mission.because, ...setting.because, describeFix(finding)];
  return { priority, decision, why };
}

function holds(
  { exposure, privilege, rights, severity, fix, exploitation, technicalImpact }: Adjustment,
  points: DecisionPoints,
  setting: Setting,
  { state, severity: stated }: Pick<Finding, 'state' | 'severity'>,
): boolean {
  return (
    (exposure?.includes(setting.exposure) ?? true) &&
    (privilege?.includes(setting.privilege) ?? true) &&
    (rights?.includes(setting.rights) ?? true) &&
    (severity?.includes(stated) ?? true) &&
    (fix?.includes(state) ?? true) &&
    (exploitation?.includes(points.exploitation) ?? true) &&
    (technicalImpact?.includes(points.technicalImpact) ?? true)
  );
}

function describe({ steps, because }: Adjustment): string {
  const count = Math.abs(steps) === 1 ? 'one step' : `${Math.abs(steps)} steps`;
  return `; ${count} ${steps > 0 ? 'up' : 'down'} ${because}`;
}

function describeFix({ state, fixedIn }: Pick<Finding, 'state' | 'fixedIn'>): string {
  if (state === 'fixed') return fixedIn.length > 0 ? `It is fixed in ${fixedIn.join(', ')}.` : 'There is a fix.';
  if (state === 'wont-fix') return 'It will not be fixed.';
  return state === 'not-fixed' ? 'It is not fixed yet.' : 'Nobody says whether there is a fix.';
}
