/** @throws {Error} if the text is not a list of whole numbers above 0. */
export const readNumbers = (option: string, text: string): number[] => {
  const numbers = text.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new Error(`${option} must be whole numbers above 0, separated by commas; it is "${text}"`);
};
