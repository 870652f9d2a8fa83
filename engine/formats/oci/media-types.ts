const image = 'application/vnd.oci.image.';
const docker = 'application/vnd.docker.';

/**
 * Media types of manifests and indexes that are understood, as a registry is asked for them.
 *
 * source  OCI image-spec 1.1, media-types.md; distribution, docs/content/spec/manifest-v2-2.md
 */
export const manifestTypes: readonly string[] = [
  `${image}index.v1+json`,
  `${image}manifest.v1+json`,
  `${docker}distribution.manifest.list.v2+json`,
  `${docker}distribution.manifest.v2+json`,
];

/** `v1+prettyjws` and `v1+json`: manifests of schema 1, which carry their configuration inside and are no longer made. */
export function isSchema1(mediaType: string): boolean {
  return mediaType.startsWith(`${docker}distribution.manifest.v1`);
}

/** Whether a media type is that of an index or manifest list. */
export function isIndexType(mediaType: string): boolean {
  return mediaType === manifestTypes[0] || mediaType === manifestTypes[2];
}

/** Whether a configuration of this type is an image's; some old registries stored them under general types. */
export function isConfigurationType(mediaType: string): boolean {
  return (
    mediaType === `${image}config.v1+json` ||
    mediaType === `${docker}container.image.v1+json` ||
    ['', 'application/octet-stream', 'text/plain', 'text/html'].includes(mediaType)
  );
}

const layer =
  /^application\/vnd\.(?:oci\.image\.layer\.(?:nondistributable\.)?v1\.tar(?:\+(?:gzip|zstd))?|docker\.image\.rootfs\.(?:foreign\.)?diff\.tar(?:[.+](?:gzip|zstd))?)$/;

/** Whether a media type is that of a file system layer that can be read: a tar, as it is or compressed with gzip or zstd. */
export function isLayerType(mediaType: string): boolean {
  return layer.test(mediaType);
}

/** Whether a layer may be missing from the stores that hold the image, because its license forbids handing it on. */
export function isForeignLayerType(mediaType: string): boolean {
  return mediaType.includes('.nondistributable.') || mediaType.includes('.foreign.');
}
