import { join } from 'node:path';

/** Scanners that Plimsoll can run. */
export const scannerIds = ['trivy', 'grype'] as const;

/** A scanner that Plimsoll can run. */
export type ScannerId = (typeof scannerIds)[number];

/** What a scanner is called with. */
export interface ScannerCall {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

interface Circumstances {
  /** OCI layout that holds the image and nothing else. */
  readonly layout: string;
  readonly hasNetwork: boolean;
  /** Our own environment: where it says, or by default has, the scanner's database. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * How a scanner is called for an image: JSON on standard output, its own database, and without network nothing that needs one. None is told
 * to be quiet: it would not say why it fails either.
 *
 * source  Trivy, "Air-gapped environment"; Grype, README, "Offline and air-gapped environments"
 */
export function callScanner(id: ScannerId, circumstances: Circumstances): ScannerCall {
  const { layout, hasNetwork, environment } = circumstances;
  const caches = environment.XDG_CACHE_HOME ?? join(environment.HOME ?? '/', '.cache');
  const off = String(!hasNetwork);
  if (id === 'trivy')
    return {
      arguments: ['image', '--input', layout, '--format', 'json', '--no-progress', '--list-all-pkgs', '--scanners', 'vuln'],
      environment: {
        TRIVY_CACHE_DIR: environment.TRIVY_CACHE_DIR ?? join(caches, 'trivy'),
        TRIVY_SKIP_DB_UPDATE: off,
        TRIVY_SKIP_JAVA_DB_UPDATE: off,
        TRIVY_OFFLINE_SCAN: off,
        TRIVY_SKIP_VERSION_CHECK: 'true',
        TRIVY_DISABLE_TELEMETRY: 'true',
      },
    };
  return {
    arguments: [`oci-dir:${layout}`, '--output', 'json'],
    environment: {
      GRYPE_DB_CACHE_DIR: environment.GRYPE_DB_CACHE_DIR ?? join(caches, 'grype', 'db'),
      GRYPE_DB_AUTO_UPDATE: String(hasNetwork),
      GRYPE_DB_VALIDATE_AGE: String(hasNetwork),
      GRYPE_CHECK_FOR_APP_UPDATE: 'false',
    },
  };
}
