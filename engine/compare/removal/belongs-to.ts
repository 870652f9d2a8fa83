import type { DeclaredChart } from '../../model/inventory.ts';
import type { Occurrence } from '../../model/occurrence.ts';
import type { Release } from '../../model/release.ts';
import type { RemovalSubject } from '../../model/removal.ts';
import type { Resource } from '../../model/resource.ts';

/** Whether an object is part of a chart, source, component or folder. */
export function belongsTo(resource: Resource, { kind, name }: RemovalSubject, { inventory }: Release): boolean {
  switch (kind) {
    case 'source':
      return resource.source === name;
    case 'component':
      return resource.component === name;
    case 'path':
      return isWithin(resource.file, name);
    case 'chart':
      return inventory.charts.some((chart) => chart.name === name && isOfChart(resource, chart));
    default:
      return false;
  }
}

/** Whether a place that is in no object of the release is part of a chart, source, component or folder. */
export function isStatedBy({ file, component }: Occurrence, { kind, name }: RemovalSubject, { inventory }: Release): boolean {
  switch (kind) {
    case 'source':
      return isWithin(file, name.slice(name.indexOf(':') + 1));
    case 'component':
      return component === name;
    case 'path':
      return isWithin(file, name);
    case 'chart':
      return inventory.charts.some(
        (chart) => chart.name === name && /\/Chart\.yaml$/.test(chart.file) && isWithin(file, folderOf(chart)),
      );
    default:
      return false;
  }
}

/** A chart is a source of its own, or one of many that a manifest lists: then its folder, or its package, has its name. */
function isOfChart({ source, file }: Resource, chart: DeclaredChart): boolean {
  if (source === chart.source) return true;
  const packed = `${chart.name}-${chart.version}.tgz`;
  return source.startsWith('loftsman:') && file.split('/').some((step) => step === chart.name || step === packed);
}

function folderOf({ file }: DeclaredChart): string {
  return file.slice(0, file.lastIndexOf('/'));
}

function isWithin(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}
