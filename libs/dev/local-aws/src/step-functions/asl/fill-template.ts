import { callIntrinsic } from './call-intrinsic.ts';
import { type Context, readPath } from './json-path.ts';

/**
 * Works out Parameters, ResultSelector or ItemSelector: a key that ends in `.$` takes its value from a path or from an
 * intrinsic function.
 *
 * The library does this too, but it removes each backslash from the result of a function. So it breaks JSON in strings.
 */
export const fillTemplate = (template: unknown, data: unknown, context: Context): unknown => {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, data, context));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$')
        ? [key.slice(0, -2), evaluate(String(value), data, context)]
        : [key, fillTemplate(value, data, context)],
    ),
  );
};

/** @param expression a path or a call of an intrinsic function. */
export const evaluate = (expression: string, data: unknown, context: Context): unknown => {
  const read = (path: string): unknown => readPath(path, data, context);
  return expression.startsWith('$') ? read(expression) : callIntrinsic(expression, read);
};
