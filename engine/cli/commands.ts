import type { Command } from 'commander';

/** A command as `--help` lists it; its file is only loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Adds arguments, options and the action to the command. */
  readonly load: () => Promise<(command: Command) => void>;
}

/** Every command, in the order that `--help` lists them. `commands.test.ts` fails if a file is missing here. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    summary: 'propose a plimsoll.yaml for a repository, with the reason of each line',
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'images',
    summary: 'list every image that the release ships, where it is stated, and whose it is',
    load: async () => (await import('./images.ts')).images,
  },
  {
    name: 'scan',
    summary: 'read the release into one record: images, packages, findings; print the summary',
    load: async () => (await import('./scan.ts')).scan,
  },
  {
    name: 'report',
    summary: 'show a record in one of many forms: terminal, Markdown, JSON, CSV, SARIF, JUnit …',
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'sbom',
    summary: 'write the SBOM of a record, for the whole release or each image',
    load: async () => (await import('./sbom.ts')).sbom,
  },
  {
    name: 'compare-sbom',
    summary: 'say what SBOMs of images tell otherwise than what was found in them',
    load: async () => (await import('./compare-sbom.ts')).compareSbom,
  },
  {
    name: 'diff',
    summary: 'say what changed between two records, and why: causes that add up exactly',
    load: async () => (await import('./diff.ts')).diff,
  },
  {
    name: 'history',
    summary: 'show records through time, as known then and as known now',
    load: async () => (await import('./history.ts')).history,
  },
  {
    name: 'triage',
    summary: 'say what comes first in a record and why, and what each owner has to do',
    load: async () => (await import('./triage.ts')).triage,
  },
  {
    name: 'plan',
    summary: 'choose the fewest actions that take the most risk away from a record',
    load: async () => (await import('./plan.ts')).plan,
  },
  {
    name: 'without',
    summary: 'say what would go from a record with an image, component or package, and what refers to it; or what could go',
    load: async () => (await import('./without.ts')).without,
  },
  {
    name: 'gate',
    summary: 'say whether a release may be published, by a policy, as an exit code',
    load: async () => (await import('./gate.ts')).gate,
  },
  {
    name: 'affected',
    summary: 'say whether releases have a vulnerability or package, and where, or the evidence that none has',
    load: async () => (await import('./affected.ts')).affected,
  },
  {
    name: 'harden',
    summary: 'judge manifests or a record by the Pod Security Standards and by checks of pods, rights and network',
    load: async () => (await import('./harden.ts')).harden,
  },
  {
    name: 'rights',
    summary: 'say who may do what by RBAC, and how far a compromised pod gets',
    load: async () => (await import('./rights.ts')).rights,
  },
  {
    name: 'verify',
    summary: 'check who signed and attested the images of the release, offline, with your keys or trusted root',
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'reach',
    summary: 'say which workload can reach which and what the outside can, by policies, Services and gateways',
    load: async () => (await import('./reach.ts')).reach,
  },
  {
    name: 'tenancy',
    summary: 'say what tenants share: stores, Secrets, accounts, parameters that name somebody else',
    load: async () => (await import('./tenancy.ts')).tenancy,
  },
  {
    name: 'check-table',
    summary: 'find the contradictions in a table of figures that somebody else made',
    load: async () => (await import('./check-table.ts')).checkTableCommand,
  },
  {
    name: 'match',
    summary: 'match package URLs and SBOMs with the advisories, without manifests',
    load: async () => (await import('./match.ts')).match,
  },
  {
    name: 'scans',
    summary: "say what other scanners' reports are and hold: tool, images, counts by severity, gaps",
    load: async () => (await import('./scans.ts')).scans,
  },
  {
    name: 'reconcile',
    summary: "set other scanners' reports beside a record: who found what, and why they differ",
    load: async () => (await import('./reconcile.ts')).reconcile,
  },
  {
    name: 'explain',
    summary: 'say why a vulnerability is, or is not, a finding in a package of an image',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'exceptions',
    summary: 'list, check, import and confirm exceptions: what is accepted, by whom, until when',
    load: async () => (await import('./exceptions.ts')).exceptions,
  },
  {
    name: 'vex',
    summary: 'write what was decided as OpenVEX, CSAF or CycloneDX; list and check statements of others',
    load: async () => (await import('./vex.ts')).vex,
  },
  {
    name: 'advisories',
    summary: 'import advisories into the database, and tell what is in it',
    load: async () => (await import('./advisories.ts')).advisories,
  },
  {
    name: 'versions',
    summary: 'tell how two versions order by a version scheme',
    load: async () => (await import('./versions.ts')).versions,
  },
  {
    name: 'cache',
    summary: 'tell what layer reading has kept, or remove it',
    load: async () => (await import('./cache.ts')).cache,
  },
  {
    name: 'doctor',
    summary: 'say what is installed, reachable and configured, and what is not',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    load: async () => (await import('./completion.ts')).completion,
  },
];
