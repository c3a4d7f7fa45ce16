import type { State } from './definition.ts';
import { fillTemplate } from './fill-template.ts';
import type { Context } from './json-path.ts';
import type { Work } from './scope.ts';

/** Gives its `Result`, or its input as `Parameters` shape it. */
export const runPass =
  (state: State, context: Context): Work =>
  async (input) => {
    if (state.Result !== undefined) return state.Result;
    return state.Parameters === undefined ? input : fillTemplate(state.Parameters, input, context);
  };
