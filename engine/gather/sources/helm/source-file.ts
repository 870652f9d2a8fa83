import { posix } from 'node:path/posix';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { SourceFiles } from '../ports.ts';
import { dependenciesIn, isChartOf, localFolder, neighborFolder } from './chart.ts';
import { isObject } from './plain-values.ts';

/**
 * The file in the source tree that a `# Source:` comment of Helm names.
 *
 * in      the chart's path; the comment, which begins with the chart's name: `app/charts/db/templates/set.yaml`
 * out     the template; the packed chart where the template lies in one; the chart where there is no comment
 */
export function sourceFile(chart: string, stated: string, files: SourceFiles): string {
  if (files.kindOf(chart) === 'file') return chart;
  const segments = stated.split('/').slice(1);
  let folder = chart;
  while (segments[0] === 'charts' && segments.length > 2) {
    const [, name = '', ...rest] = segments;
    const subchart = findSubchart(folder, name, files);
    if (subchart === undefined) return posix.join(folder, 'Chart.yaml');
    if (files.kindOf(subchart) === 'file') return subchart;
    folder = subchart;
    segments.splice(0, segments.length, ...rest);
  }
  return segments.length > 0 ? posix.join(folder, ...segments) : posix.join(chart, 'Chart.yaml');
}

/** A folder or a packed chart in `charts/`, by its name or by the alias that the chart gives it; else the folder that is stated for it or that stands in. */
function findSubchart(folder: string, name: string, files: SourceFiles): string | undefined {
  const charts = posix.join(folder, 'charts');
  const stated = statedAs(folder, name, files);
  const names = [name, ...stated.map((one) => scalarText(one.name))];
  const entries = files.list(charts);
  const found =
    names.find((one) => entries.includes(one)) ??
    entries.find((entry) => names.some((one) => entry.startsWith(`${one}-`) && /^-v?\d.*\.tgz$/.test(entry.slice(one.length))));
  if (found !== undefined) return posix.join(charts, found);
  const [beside] = stated.flatMap((one) => localFolder(one) ?? []);
  if (beside !== undefined) return posix.join(folder, beside);
  const neighbors = stated.map((one): [string, string] => [
    scalarText(one.name),
    posix.join(folder, neighborFolder(scalarText(one.name))),
  ]);
  return neighbors.find(([one, at]) => isChartOf(one, files.readText(posix.join(at, 'Chart.yaml'))))?.[1];
}

function statedAs(folder: string, key: string, files: SourceFiles): readonly JsonObject[] {
  const about = parseYaml(files.readText(posix.join(folder, 'Chart.yaml')) ?? '').value;
  return isObject(about) ? dependenciesIn(about).filter(({ name, alias = name }) => alias === key) : [];
}
