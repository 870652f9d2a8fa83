import type { Package } from '../../../model/package.ts';

const released = /^go(\d+(?:\.\d+){0,2}(?:(?:rc|beta)\d+)?)(?: X:\S+)?$/;
const vendored = /^go(\d+(?:\.\d+){0,2}(?:(?:rc|beta)\d+)?)(?=[\s+-])/;

/**
 * Go's standard library as a package, from the version of the toolchain that built the program.
 *
 * in      `go1.21.4`, `go1.21.4 X:boringcrypto`, `go1.21.4 (Red Hat …)`, `devel go1.22-abc`
 * out     `stdlib`; `likely` for toolchains that somebody else patched; an unreleased one keeps its whole text, which no scheme compares
 * source  Go 1.26 source, runtime/extern.go, Version; cmd/dist/build.go, findgoversion
 */
export function toStandardLibrary(goVersion: string, path: string): Package {
  const plain = released.exec(goVersion)?.[1];
  const version = plain ?? vendored.exec(goVersion)?.[1] ?? goVersion;
  return { type: 'golang', name: 'stdlib', version, scheme: 'go', certainty: plain ? 'certain' : 'likely', path };
}
