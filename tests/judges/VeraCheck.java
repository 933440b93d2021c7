import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Holds PDF files against veraPDF's own rules: VeraCheck FLAVOURS FILE..., with flavours such as ua1,2a. */
public class VeraCheck {
  public static void main(String[] args) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    boolean allCompliant = true;
    for (int i = 1; i < args.length; i++) {
      for (String flavour : args[0].split(",")) {
        allCompliant &= compliant(args[i], flavour);
      }
    }
    System.exit(allCompliant ? 0 : 1);
  }

  private static boolean compliant(String file, String flavour) throws Exception {
    String name = flavour.startsWith("ua") ? "PDFUA-" + flavour.substring(2) : "PDFA-" + flavour.toUpperCase();
    try (InputStream rules = VeraCheck.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml");
        FileInputStream pdf = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(pdf, PDFAFlavour.byFlavourId(flavour))) {
      ValidationProfile profile = Profiles.profileFromXml(rules);
      PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 1000, true, false, false);
      ValidationResult result = validator.validate(parser);
      System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + flavour + " checks=" + result.getTotalAssertions());
      Map<String, String> broken = new TreeMap<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          broken.putIfAbsent(
              assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber(),
              String.valueOf(assertion.getMessage()));
        }
      }
      broken.forEach((rule, message) -> System.out.println("  " + rule + " " + message));
      return result.isCompliant();
    }
  }
}
