import { findAskedValues } from './asked-values.ts';
import { type Chart, findTemplate } from './chart.ts';
import { mentionsIn } from './guards.ts';
import { findMissingCharts } from './missing-charts.ts';
import { writeValuePath } from './plain-values.ts';
import type { Switch } from './switches.ts';
import { isNearIn, templateOf } from './templates.ts';
import { findNamedTemplate } from './without-failing.ts';

/**
 * Which switches of a set a failure is laid to, when a chart cannot be rendered with all of them: those that Helm's words name, those beside a
 * value that the words or the chart's own refusal ask for, and those that install a chart that is missing; else those that the failing template speaks of.
 *
 * out     empty where the words lead to none of the set
 */
export function blameIn(chart: Chart): (set: readonly Switch[], detail: string) => readonly Switch[] {
  const missing = new Set(
    findMissingCharts(chart).flatMap(({ owner, conditions, standIn }) =>
      standIn ? [] : conditions.map((condition) => [...owner.path, condition].join('.')),
    ),
  );
  const isNear = isNearIn(chart);
  return (set, detail) => {
    const stated = findNamedTemplate(detail)?.stated ?? '';
    const { owner } = findTemplate(chart, stated);
    const wanted = new Set([...findAskedValues(chart, detail), ...mentionsIn(owner, detail).map(writeValuePath)].map(groupOf));
    const words = new Set(detail.match(/[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+/g));
    const isNamed = ({ name }: Switch): boolean =>
      detail.includes(name) ||
      missing.has(name) ||
      wanted.has(groupOf(name)) ||
      [...words].some((word) => name.endsWith(`.${word}`));
    const named = set.filter(isNamed);
    return named.length > 0 ? named : set.filter((one) => isNear(one, templateOf(chart, stated)));
  };
}

/** What a value lies in. */
function groupOf(name: string): string {
  return name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : name;
}
