/**
 * Whether the first bytes are those of an ELF file.
 *
 * source  System V ABI, ELF header, EI_MAG0 to EI_MAG3
 */
export function isElf(head: Uint8Array): boolean {
  return head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
}
