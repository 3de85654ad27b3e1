export default {
  layout: "post.njk",
  eleventyComputed: { permalink: (data) => `/${data.page.date.getUTCFullYear()}/${data.page.fileSlug}/` },
};
