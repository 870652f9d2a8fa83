import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One human verdict on a match; see the README beside the labels. */
export interface Label {
  readonly ecosystem: string;
  readonly package: string;
  readonly version: string;
  readonly distro?: string;
  readonly source?: string;
  readonly vuln: string;
  readonly aliases?: readonly string[];
  readonly advisories?: readonly string[];
  readonly label: 'TP' | 'FP';
  readonly tier: 'exact' | 'proxy' | 'other-package';
  readonly hard?: string;
}

/** Purl types by ecosystem without release. */
export const labelTypes: Readonly<Record<string, string>> = {
  AlmaLinux: 'rpm',
  Bitnami: 'bitnami',
  Debian: 'deb',
  Go: 'golang',
  PyPI: 'pypi',
  RubyGems: 'gem',
  Wolfi: 'apk',
  'crates.io': 'cargo',
  npm: 'npm',
  rpm: 'rpm',
  deb: 'deb',
  apk: 'apk',
};

/** The shared labels; a sentence where they are not here. */
export function readLabels(data: string): readonly Label[] | string {
  const file = join(data, 'labels/labels.jsonl');
  if (!existsSync(file)) return `the labels are not in ${data}`;
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Label);
}
