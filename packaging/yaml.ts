import { parse } from 'yaml'

/** A YAML file that is imported is its data: nobody who starts the program waits for a parser. Does not check it. */
export const yaml = () => ({
  name: 'yaml',
  transform(text: string, id: string) {
    if (!id.endsWith('.yaml')) return undefined
    const data = parse(text, { schema: 'core', version: '1.2' }) as unknown
    return { code: `export default ${JSON.stringify(data)}`, moduleType: 'js' as const, map: null }
  },
})
