/** `node:fs` where there is no disk. Whoever reads there is handed something that answers like one. */

export const constants = { O_RDONLY: 0 } as const

function refuse(): never {
  throw new Error('there is no disk here: hand over files, or something that answers like one')
}

export {
  refuse as closeSync,
  refuse as fstatSync,
  refuse as openSync,
  refuse as readdirSync,
  refuse as readSync,
  refuse as realpathSync,
  refuse as statSync,
}
