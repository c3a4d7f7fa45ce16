import type { Plugin } from 'esbuild';

/** zod loads its error messages in 50 languages. A bundle has the English ones, which it imports by themselves. */
export const englishMessages: Plugin = {
  name: 'english-messages',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/node_modules\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export {};',
      loader: 'js',
    }));
  },
};
