import { mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PullRequest } from '../../gather/sources/ports.ts';

/** A folder that a chart is pulled into, and how. */
export interface ChartPull {
  /** Empty; absolute. */
  readonly folder: string;
  readonly arguments: readonly string[];
}

/**
 * What `helm pull` is told for a chart in an OCI registry. A registry on this machine is spoken to without encryption, as for images.
 *
 * in      the chart; a folder for what is fetched
 */
export async function prepareChartPull({ address, version }: PullRequest, scratch: string): Promise<ChartPull> {
  const charts = join(scratch, 'charts');
  await mkdir(charts, { recursive: true });
  const folder = await mkdtemp(join(charts, 'pulled-'));
  const isHere = /^oci:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\//.test(address);
  return {
    folder,
    arguments: [
      'pull',
      `--destination=${folder}`,
      ...(version === '' ? [] : [`--version=${version}`]),
      ...(isHere ? ['--plain-http'] : []),
      '--',
      address,
    ],
  };
}

/** The packed chart in a folder that Helm has pulled into; undefined where there is none. */
export async function findPulledChart(folder: string): Promise<string | undefined> {
  const [name] = (await readdir(folder)).filter((entry) => entry.endsWith('.tgz'));
  return name === undefined ? undefined : join(folder, name);
}
