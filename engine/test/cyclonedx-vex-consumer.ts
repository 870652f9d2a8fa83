/** What a consumer reads of a CycloneDX SBOM. */
export interface ConsumedSbom {
  readonly serialNumber: string;
  readonly version: number;
  readonly components: readonly ConsumedComponent[];
}

/** A component with those in it. */
export interface ConsumedComponent {
  readonly 'bom-ref'?: string;
  readonly purl?: string;
  readonly components?: readonly ConsumedComponent[];
}

/** What a consumer reads of a CycloneDX VEX. */
export interface ConsumedVex {
  readonly vulnerabilities: readonly {
    readonly id: string;
    readonly analysis: { readonly state: string };
    readonly affects: readonly { readonly ref: string }[];
  }[];
}

const clearing = new Set(['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected']);

/**
 * Restated: Trivy, pkg/vex/cyclonedx.go, scanning the SBOM: the first entry of the vulnerability, by links into this very document, to
 * the reference or the purl of the component.
 */
export function trivySuppressesByCycloneDx(
  vex: ConsumedVex,
  sbom: ConsumedSbom,
  found: { readonly vulnerability: string; readonly component: ConsumedComponent },
): boolean {
  const first = vex.vulnerabilities.find(({ id }) => id === found.vulnerability);
  if (!first || !clearing.has(first.analysis.state)) return false;
  return first.affects.some(({ ref }) => {
    const [, serial, version, target = ''] = /^urn:cdx:([0-9a-f-]{36})\/(\d+)#(.+)$/.exec(ref) ?? [];
    const name = decodeURIComponent(target);
    const isHere = `urn:uuid:${serial}` === sbom.serialNumber && Number(version) === sbom.version;
    return isHere && (name === found.component['bom-ref'] || name === found.component.purl);
  });
}
