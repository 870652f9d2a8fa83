/**
 * A text without the hashes of content that kustomize puts behind the names of generated ConfigMaps and Secrets.
 *
 * source  kustomize v5, api/hasher/hasher.go: ten characters of hexadecimal, with `0 1 3 a e` written as `g h k m t`
 */
export function maskHash(text: string): string {
  return text.replace(/-[2456789bcdfghkmt]{10}(?![\w-])/g, '-#');
}
