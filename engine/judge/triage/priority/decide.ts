import { type Priority, priorities } from '../../../model/priority.ts';
import { type DecisionPoints, exploitations, missions, type TriageTable, technicalImpacts } from '../../../model/triage.ts';

/** What the table says of these points; undefined where no row of it holds. */
export function decide({ rows }: Pick<TriageTable, 'rows'>, points: DecisionPoints): Priority | undefined {
  return rows.find(
    (row) =>
      holds(row.exploitation, points.exploitation) &&
      holds(row.automatable, points.automatable) &&
      holds(row.technicalImpact, points.technicalImpact) &&
      holds(row.mission, points.mission),
  )?.priority;
}

/** Every combination of the decision points. */
export const allPoints: readonly DecisionPoints[] = exploitations.flatMap((exploitation) =>
  [false, true].flatMap((automatable) =>
    technicalImpacts.flatMap((technicalImpact) =>
      missions.map((mission) => ({ exploitation, automatable, technicalImpact, mission })),
    ),
  ),
);

/** The combinations that a table says nothing of: none of a table that can be used. */
export function findUndecided(table: Pick<TriageTable, 'rows'>): readonly DecisionPoints[] {
  return allPoints.filter((points) => decide(table, points) === undefined);
}

/** A priority moved towards `act`, or away from it where `steps` is negative; never beyond either end. */
export function move(priority: Priority, steps: number): Priority {
  const index = Math.min(Math.max(priorities.indexOf(priority) - steps, 0), priorities.length - 1);
  return priorities[index] ?? priority;
}

/** The points in words: `exploitation none, automatable yes, impact total, mission high`. */
export function describePoints({ exploitation, automatable, technicalImpact, mission }: DecisionPoints): string {
  return `exploitation ${exploitation}, automatable ${automatable ? 'yes' : 'no'}, impact ${technicalImpact}, mission ${mission}`;
}

function holds<Value>(stated: Value | undefined, value: Value): boolean {
  return stated === undefined || stated === value;
}
