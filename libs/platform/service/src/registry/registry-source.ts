/** One version of the registry's text. `tag` tells it from others, as its place does: a hash, an ETag, a version. */
export type RegistryText = { readonly text: string; readonly tag: string };

/** Reads the registry from one place. */
export type RegistrySource = {
  /**
   * @param known the tag of the text that was read last.
   * @returns undefined if the text of that tag is still there.
   */
  read(known?: string): Promise<RegistryText | undefined>;
  /** Closes connections. */
  close(): void;
};
