declare module '*.yaml' {
  const data: unknown
  export default data
}

declare module 'lab1603:scenarios' {
  const texts: Readonly<Record<string, string>>
  export default texts
}
