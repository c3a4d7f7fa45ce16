type Leaf = { readonly place: string; readonly name: string; readonly value: unknown };

/** An answer that nests more, or has more, is not looked through further. */
const MAX_DEPTH = 6;
const MAX_LEAVES = 500;

const escapeName = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The values of an answer, with their JSON pointers. Lists are leaves: what is in them has no fixed place. */
export const leavesOf = (answer: unknown): Leaf[] => {
  const leaves: Leaf[] = [];
  const visit = (value: unknown, place: string, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
    for (const [name, inner] of Object.entries(value)) {
      if (leaves.length >= MAX_LEAVES) return;
      const at = `${place}/${escapeName(name)}`;
      if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) visit(inner, at, depth + 1);
      else leaves.push({ place: at, name, value: inner });
    }
  };
  visit(answer, '', 0);
  return leaves;
};
