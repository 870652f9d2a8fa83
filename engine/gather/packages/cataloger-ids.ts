/**
 * The ids of all catalogers, in their order, for whoever needs no more of them: loading them takes a tenth of a short run.
 * `all.test.ts` holds this list and the catalogers together.
 */
export const catalogerIds: readonly string[] = [
  'apk',
  'binaries',
  'cargo',
  'composer',
  'conda',
  'cran',
  'dotnet',
  'dpkg',
  'gem',
  'go',
  'java',
  'jdk',
  'luarocks',
  'npm',
  'python',
  'rpm',
  'spdx',
];
