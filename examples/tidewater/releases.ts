import { join } from 'node:path';

/** One of the three releases. */
export interface ExampleRelease {
  readonly version: string;
  /** Path of its plimsoll.yaml. */
  readonly configuration: string;
  /** The day it was released; ISO 8601 UTC. */
  readonly now: string;
  /** What to import for what was known on that day: the folders of this release and of all before. */
  readonly advisories: readonly string[];
}

const days: readonly (readonly [version: string, day: string])[] = [
  ['1.0.0', '2024-02-15'],
  ['1.1.0-rc.1', '2024-06-01'],
  ['1.1.0', '2024-07-15'],
];
const root = import.meta.dirname;

/** The releases of Tidewater, oldest first. */
export const exampleReleases: readonly ExampleRelease[] = days.map(([version, day], index) => ({
  version,
  configuration: join(root, 'releases', version, 'plimsoll.yaml'),
  now: `${day}T00:00:00Z`,
  advisories: days.slice(0, index + 1).map(([, known]) => join(root, 'advisories', `by-${known}`)),
}));
