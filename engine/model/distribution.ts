/** Which Linux distribution an image is built on, from its os-release file. */
export interface Distribution {
  /** `ID`: `debian`, `ubuntu`, `alpine`, `wolfi`, `almalinux`, `sles`. */
  readonly id: string;
  /** `ID_LIKE`, in order. */
  readonly like: readonly string[];
  /** `VERSION_ID`: `12`, `22.04`, `3.18.4`; absent for rolling ones. */
  readonly versionId?: string;
  /** `VERSION_CODENAME`: `bookworm`. */
  readonly codename?: string;
  /** `VARIANT_ID`. */
  readonly variant?: string;
  /** `PRETTY_NAME`. */
  readonly title?: string;
  /** Path of the file that says so. */
  readonly path: string;
}
