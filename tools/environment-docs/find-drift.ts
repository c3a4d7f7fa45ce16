/** Names the first line in which two texts differ; undefined when they are the same. */
export const findDrift = (found: string, wanted: string): string | undefined => {
  if (found === wanted) return undefined;
  const [foundLines, wantedLines] = [found.split('\n'), wanted.split('\n')];
  const longest = Math.max(foundLines.length, wantedLines.length);
  for (let index = 0; index < longest; index++) {
    const [has, needs] = [foundLines[index], wantedLines[index]];
    if (has !== needs) return `line ${index + 1}\n- ${has ?? '(end of file)'}\n+ ${needs ?? '(end of file)'}`;
  }
  return undefined;
};
