import highsModule, { type Highs } from 'highs';
import type { CandidateAction } from './candidate-action.ts';
import { type Weights, weigh } from './effect.ts';

/** Above this many rows the program is not solved: it would take longer than a person waits. */
const maxRows = 4000;

/**
 * The best choice there is, by integer programming.
 *
 * in      candidates; how many at most
 * out     undefined where the program is too large, or was not solved in the seconds that it has
 * source  maximum coverage as an integer program: y of an effect is at most the sum of the x of the actions that have it
 */
export async function chooseExactly(
  candidates: readonly CandidateAction[],
  limit: number,
  weights: Weights,
): Promise<readonly CandidateAction[] | undefined> {
  const groups = groupEffects(candidates, weights);
  if (groups.length + candidates.length > maxRows) return undefined;
  const highs = await loadSolver();
  const solution = highs.solve(toProgram(groups, candidates.length, limit), { time_limit: 2 });
  if (solution.Status !== 'Optimal') return undefined;
  const { Columns } = solution;
  return candidates.filter((_, index) => {
    const column = Columns[`x${index}`];
    return column !== undefined && 'Primal' in column && column.Primal > 0.5;
  });
}

/** The package's types describe its CommonJS form, whose default export lies one level deeper than that of the module that is loaded. */
const loadSolver = highsModule as unknown as () => Promise<Highs>;

/** Effects that the same actions have are one column. */
interface EffectGroup {
  readonly actions: readonly number[];
  readonly value: number;
}

function groupEffects(candidates: readonly CandidateAction[], weights: Weights): readonly EffectGroup[] {
  const effects = new Map<string, { actions: number[]; value: number }>();
  for (const [index, action] of candidates.entries()) {
    for (const [key, effect] of action.effects) {
      const known = effects.get(key) ?? { actions: [], value: weigh(effect, weights) };
      known.actions.push(index);
      effects.set(key, known);
    }
  }
  const groups = new Map<string, EffectGroup>();
  for (const { actions, value } of effects.values()) {
    const key = actions.join(' ');
    groups.set(key, { actions, value: (groups.get(key)?.value ?? 0) + value });
  }
  return [...groups.values()].filter(({ value }) => value !== 0);
}

/** In the LP format of CPLEX. */
function toProgram(groups: readonly EffectGroup[], actions: number, limit: number): string {
  const x = Array.from({ length: actions }, (_, index) => `x${index}`);
  const rows = groups.flatMap(({ actions: having, value }, index) =>
    value > 0
      ? [` y${index} - ${having.map((action) => `x${action}`).join(' - ')} <= 0`]
      : having.map((action) => ` y${index} - x${action} >= 0`),
  );
  return [
    'Maximize',
    ` ${groups.map(({ value }, index) => `${value < 0 ? '-' : '+'} ${Math.abs(value)} y${index}`).join('\n ')}`,
    'Subject To',
    ...rows,
    ` ${x.join(' + ')} <= ${limit}`,
    'Bounds',
    ...groups.map((_, index) => ` 0 <= y${index} <= 1`),
    'Binary',
    ` ${x.join('\n ')}`,
    'End',
  ].join('\n');
}
