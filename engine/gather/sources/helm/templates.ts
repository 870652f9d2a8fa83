import { allCharts, type Chart, findTemplate } from './chart.ts';
import { mentionsIn } from './guards.ts';
import { writeValuePath } from './plain-values.ts';
import { isSwitching, type Switch } from './switches.ts';
import type { TriedImage } from './trials.ts';

/** What a template is called here: the keys of its chart, then its path. */
export function templateOf(chart: Chart, stated: string): string {
  const { owner, template } = findTemplate(chart, stated);
  return idOf(owner.path, template);
}

/** Templates with a field of images, in charts that are installed or not, of which a rendering shows no image. */
export function silentTemplates(chart: Chart, images: readonly TriedImage[]): readonly string[] {
  const seen = new Set(images.map(({ stated }) => templateOf(chart, stated)));
  const all = allCharts(chart).flatMap(({ chart: one, path }) =>
    one.templates
      .filter(
        (template) => /\.ya?ml$/.test(template) && /^[ \t-]*image:|image\b[^\n]*\}\}/im.test(one.files.read(template) ?? ''),
      )
      .map((template) => idOf(path, template)),
  );
  return all.filter((id) => !seen.has(id));
}

/** Tells switches that a template speaks of, or that install a chart on the way to it. */
export function isNearIn(chart: Chart): (one: Switch, template: string) => boolean {
  const byId = new Map<string, { mentioned: ReadonlySet<string>; above: readonly string[] }>();
  for (const owner of allCharts(chart)) {
    const conditions = conditionsOf(chart, owner.path);
    for (const template of owner.chart.templates) {
      const mentioned = mentionsIn(owner, owner.chart.files.read(template) ?? '').map(writeValuePath);
      byId.set(idOf(owner.path, template), { mentioned: new Set([...mentioned, ...conditions]), above: owner.path });
    }
  }
  return ({ name, path }, template) => {
    const known = byId.get(template);
    if (!known) return false;
    const installs = path.length > 1 && path.length <= known.above.length + 1 && isSwitching(path);
    return known.mentioned.has(name) || (installs && path.slice(0, -1).every((step, index) => step === known.above[index]));
  };
}

/** Values that install the charts on the way, as the chart that is installed sees them. */
function conditionsOf(chart: Chart, path: readonly string[]): readonly string[] {
  const found: string[] = [];
  let at: Chart | undefined = chart;
  for (const [depth, key] of path.entries()) {
    at = at?.subcharts.find((sub) => sub.key === key);
    for (const condition of at?.conditions ?? []) found.push([...path.slice(0, depth), condition.trim()].join('.'));
  }
  return found;
}

function idOf(path: readonly string[], template: string): string {
  return JSON.stringify([...path, template]);
}
