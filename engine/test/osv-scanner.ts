import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeZip } from '../formats/zip/write-zip.ts';

/** The version that answers are compared with. */
export const osvScannerVersion = '1.9.2';

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plimsoll-peers');

/**
 * The program, built from the Go module proxy where it is not there.
 *
 * out     its path; a sentence where this machine cannot build it
 * cost    minutes of processor time the first time, nothing after that
 */
export function openOsvScanner(): { readonly program: string } | string {
  const folder = join(cache, `osv-scanner-${osvScannerVersion}`);
  const program = join(folder, 'osv-scanner');
  if (existsSync(program)) return { program };
  if (spawnSync('go', ['version']).status !== 0) return 'there is no Go to build osv-scanner with';
  mkdirSync(folder, { recursive: true });
  const module = `github.com/google/osv-scanner/cmd/osv-scanner@v${osvScannerVersion}`;
  const env = { ...process.env, GOBIN: folder, GOFLAGS: '-buildvcs=false' };
  const built = spawnSync('go', ['install', '-trimpath', module], { env, encoding: 'utf8' });
  return existsSync(program) ? { program } : `osv-scanner cannot be built: ${built.stderr.slice(-500)}`;
}

/** Advisories in the layout that osv-scanner's offline mode reads: a zip for each ecosystem. */
export function writeOsvDatabase(folder: string, ecosystem: string, records: readonly string[]): void {
  const at = join(folder, 'osv-scanner', ecosystem);
  mkdirSync(at, { recursive: true });
  const members = records.map((record) => ({ name: `${(JSON.parse(record) as { id: string }).id}.json`, bytes: record }));
  writeFileSync(join(at, 'all.zip'), writeZip(members));
}

/** The records of one file of the test data, a line each. */
export function readRecords(file: string): readonly string[] {
  return gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
}

/** An SBOM that states package URLs and nothing else. */
export function writeSbom(file: string, purls: readonly string[]): void {
  const components = purls.map((purl) => ({ type: 'library', name: purl, version: '1', purl }));
  writeFileSync(file, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.4', version: 1, components }));
}

/** A program with its arguments and environment, as osv-scanner is run on an SBOM with nothing but a local database. */
export function offlineScan(program: string, sbom: string, database: string) {
  return {
    args: [program, 'scan', '--experimental-offline', '--format', 'json', '--sbom', sbom],
    env: { OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY: database },
  };
}

/** What osv-scanner says: advisory ids by ecosystem, name and version as it writes them. */
export function runOsvScanner(program: string, sbom: string, database: string): ReadonlyMap<string, ReadonlySet<string>> {
  const { args, env } = offlineScan(program, sbom, database);
  const [command = program, ...rest] = args;
  const run = spawnSync(command, rest, { env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 2 ** 30 });
  // It ends with 1 where it found something.
  if (run.status !== 0 && run.status !== 1) throw new Error(`osv-scanner ended with ${run.status}: ${run.stderr.slice(-1000)}`);
  const { results } = JSON.parse(run.stdout) as OsvScannerReport;
  const packages = results.flatMap((result) => result.packages);
  return new Map(
    packages.map(({ package: { ecosystem, name, version }, vulnerabilities }) => [
      `${ecosystem} ${name} ${version}`,
      new Set(vulnerabilities.map(({ id }) => id)),
    ]),
  );
}

interface OsvScannerReport {
  readonly results: readonly {
    readonly packages: readonly {
      readonly package: { readonly ecosystem: string; readonly name: string; readonly version: string };
      readonly vulnerabilities: readonly { readonly id: string }[];
    }[];
  }[];
}
