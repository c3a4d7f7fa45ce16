import { rename, writeFile } from 'node:fs/promises';

/** Replaces a file that a service may read at any moment: it finds the old text or the new one, never a part. */
export const replaceFile = async (path: string, text: string): Promise<void> => {
  const next = `${path}.next`;
  await writeFile(next, text);
  await rename(next, path);
};
