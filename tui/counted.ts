/** How many of something, in words: `1 session`, `2 sessions`. Knows only nouns that take an s. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`
