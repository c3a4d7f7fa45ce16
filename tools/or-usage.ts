/** Reads arguments of a command line. A wrong one ends the process with status 2, its message and the usage. */
export const orUsage = <T>(usage: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(2);
  }
};
