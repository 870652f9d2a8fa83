import type { Distribution } from '../../model/distribution.ts';

/**
 * Until when a release gets security updates that everybody may have; of Debian with its long-term support, of the others without what only
 * subscribers get. Newest release first.
 *
 * source  endoflife.date, 2026-08
 */
const table: readonly (readonly [id: string, releases: string])[] = [
  ['debian', '13=2030-06-30 12=2028-06-30 11=2026-08-31 10=2024-06-30 9=2022-07-01 8=2020-06-30 7=2018-05-31'],
  [
    'ubuntu',
    '26.04=2031-04-30 25.10=2026-07-01 25.04=2026-01-17 24.10=2025-07-10 24.04=2029-05-31 23.10=2024-07-12 23.04=2024-01-20 22.10=2023-07-20 22.04=2027-04-01 21.10=2022-07-14 21.04=2022-01-20 20.10=2021-07-22 20.04=2025-05-31 19.10=2020-07-06 19.04=2020-01-23 18.10=2019-07-18 18.04=2023-05-31 17.10=2018-07-19 17.04=2018-01-13 16.04=2021-04-02 14.04=2019-04-02',
  ],
  [
    'alpine',
    '3.24=2028-06-01 3.23=2027-11-01 3.22=2027-05-01 3.21=2026-11-01 3.20=2026-04-01 3.19=2025-11-01 3.18=2025-05-09 3.17=2024-11-22 3.16=2024-05-23 3.15=2023-11-01 3.14=2023-05-01 3.13=2022-11-01 3.12=2022-05-01 3.11=2021-11-01 3.10=2021-05-01 3.9=2020-11-01 3.8=2020-05-01 3.7=2019-11-01 3.6=2019-05-01 3.5=2018-11-01 3.4=2018-05-01',
  ],
  ['almalinux', '10=2035-05-31 9=2032-05-31 8=2029-05-31'],
  ['rocky', '10=2035-05-31 9=2032-05-31 8=2029-05-31'],
  ['rhel', '10=2035-05-31 9=2032-05-31 8=2029-05-31 7=2024-06-30 6=2020-11-30'],
  [
    'sles',
    '16.0=2027-11-30 15.7=2031-07-31 15.6=2025-12-31 15.5=2024-12-31 15.4=2023-12-31 15.3=2022-12-31 15.2=2021-12-31 12.5=2024-10-31 15.1=2021-01-31 12.4=2020-06-30 15.0=2019-12-31 12.3=2019-06-30 12.2=2018-03-31 11.4=2019-03-31',
  ],
  [
    'opensuse-leap',
    '16.0=2027-10-31 15.6=2026-04-30 15.5=2024-12-31 15.4=2023-12-07 15.3=2022-12-31 15.2=2022-01-04 15.1=2021-02-02 15.0=2019-12-03 42.3=2019-07-01 42.2=2018-01-26',
  ],
  [
    'amzn',
    '2023=2029-06-30 2=2026-06-30 2018.03=2023-12-31 2017.09=2023-12-31 2017.03=2023-12-31 2016.09=2023-12-31 2016.03=2023-12-31 2015.09=2023-12-31 2015.03=2023-12-31 2014.09=2023-12-31 2014.03=2023-12-31 2013.09=2023-12-31 2013.03=2023-12-31 2012.09=2023-12-31 2012.03=2023-12-31 2011.09=2023-12-31 2010.11=2023-12-31',
  ],
];

const dates = new Map(
  table.map(([id, releases]) => [id, new Map(releases.split(' ').map((row) => row.split('=', 2) as [string, string]))] as const),
);

/**
 * The day on which security updates of a distribution's release end; what is found after it has no advisory.
 *
 * in      `versionId` with or without the parts that releases are not told apart by: `11.7`, `3.18.4`, `9.3`
 * out     an ISO date; undefined for rolling distributions and releases that are not known
 */
export function findEndOfLife({ id, versionId }: Distribution): string | undefined {
  const releases = dates.get(id);
  if (!releases || !versionId) return undefined;
  const parts = versionId.split('.');
  for (let length = parts.length; length > 0; length--) {
    const day = releases.get(parts.slice(0, length).join('.'));
    if (day !== undefined) return day;
  }
  return undefined;
}

/** Whether security updates of a release had ended at an instant. */
export function hasEnded(distribution: Distribution, instant: string): boolean {
  const day = findEndOfLife(distribution);
  return day !== undefined && instant.slice(0, 10) > day;
}
