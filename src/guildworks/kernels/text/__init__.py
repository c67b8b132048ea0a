"""Reading text: skills, briefs, resumes and files into typed objects that point at the words they came from."""
