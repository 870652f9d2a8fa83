/**
 * What cosign puts beside an image, by the ending of its tag: `sha256-HEX.att`.
 *
 * source  cosign 2.4, pkg/oci/remote: SignatureTag, AttestationTag, SBOMTag
 */
export const cosignTypes: ReadonlyMap<string, string> = new Map([
  ['sig', 'application/vnd.dev.cosign.artifact.sig.v1+json'],
  ['att', 'application/vnd.dsse.envelope.v1+json'],
  ['sbom', 'application/vnd.dev.cosign.artifact.sbom.v1+json'],
]);
