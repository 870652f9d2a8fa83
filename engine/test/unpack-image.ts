import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Why this machine cannot unpack images as a runtime would; undefined where it can. */
export function whyNotUnpack(): string | undefined {
  const missing = ['umoci', 'skopeo'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
  if (process.getuid?.() !== 0) return 'only root unpacks files with their owners';
  return missing.length > 0 ? `there is no ${missing.join(' and no ')}` : undefined;
}

/**
 * Unpacks an image of the corpus. Umoci reads OCI manifests alone; some images of the corpus have Docker's.
 *
 * in      the layout of one image, a folder to unpack in, a name there
 * out     the folder of its root
 */
export function unpackImage(layout: string, folder: string, name: string): string {
  const bundle = join(folder, name);
  const converted = `${bundle}-oci:unpacked`;
  run('skopeo', ['copy', '--quiet', '--format', 'oci', `oci:${layout}`, `oci:${converted}`]);
  const root = join(bundle, 'rootfs');
  mkdirSync(bundle);
  // Without the bundle's configuration, which needs the image's user in its passwd.
  run('umoci', ['raw', 'unpack', '--image', converted, root]);
  rmSync(`${bundle}-oci`, { recursive: true, force: true });
  return root;
}

function run(tool: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
  assert.equal(status, 0, `${tool}: ${stderr}`);
}
